// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {Checkpoint, IPassportLog} from "../../src/IPassportLog.sol";
import {check, leavesOf, same, within} from "./Assertions.sol";
import {LogFixture} from "./LogFixture.sol";
import {NaiveTree} from "./NaiveTree.sol";
import {vm} from "./Vm.sol";

contract AnchorTest is LogFixture {
    using NaiveTree for bytes32[];

    function test_movesHeadAndRing() external {
        bytes32[] memory leaves = leavesOf(1, 12);
        Checkpoint memory first = anchor(leaves, 5);
        vm.warp(vm.getBlockTimestamp() + MIN_SPACING);

        vm.expectEmit(address(log));
        emit IPassportLog.Anchored(2, 12, leaves.root(12), manifestOf(12));
        Checkpoint memory second = anchorNow(leaves, 12);

        (uint64 size, uint32 index, address who) = log.head();
        same(size, 12, "size");
        same(index, 2, "index");
        same(who, anchorer, "anchorer");
        same(log.ring(1), digest(first, false), "slot of the first anchor");
        same(log.ring(2), digest(second, false), "slot of the second");
        (bool anchored, bool confirmed) = isAnchored(log, first);
        check(anchored && !confirmed, "the first anchor stays in the ring");
    }

    function test_acceptsAnyFirstRootWithoutProof() external {
        Checkpoint memory c = anchor(leavesOf(1, 3), 3);
        (bool anchored, ) = isAnchored(log, c);
        check(anchored, "anchored");
    }

    function testFuzz_acceptsEveryHonestExtension(uint256 seed, uint256[6] memory steps) external {
        bytes32[] memory leaves = leavesOf(seed, 150);
        uint256 size;
        for (uint256 i = 0; i < steps.length; ++i) {
            size += within(steps[i], 1, 25);
            anchor(leaves, size);
        }
        (uint64 seen, uint32 index, ) = log.head();
        same(seen, size, "size");
        same(index, steps.length, "index");
    }

    function testFuzz_refusesForks(uint256 seed, uint256 from, uint256 added, uint256 at) external {
        from = within(from, 1, 60);
        bytes32[] memory leaves = leavesOf(seed, from + within(added, 1, 60));
        anchor(leaves, from);
        leaves[at % from] ^= bytes32(uint256(1));
        // The best proof a forger has: honest for the forged tree.
        _refused(leaves, leaves.length, extension(leaves, leaves.length));
    }

    function testFuzz_refusesOtherProofs(uint256 seed, uint256 from, uint256 added, bytes32[] memory proof) external {
        from = within(from, 1, 60);
        bytes32[] memory leaves = leavesOf(seed, from + within(added, 1, 60));
        anchor(leaves, from);
        _refused(leaves, leaves.length, proof);
    }

    function test_refusesProofForFirstAnchor() external {
        bytes32[] memory leaves = leavesOf(1, 3);
        _refused(leaves, 3, leaves);
    }

    function test_refusesEqualAndShorterLog() external {
        bytes32[] memory leaves = leavesOf(1, 9);
        anchor(leaves, 9);
        for (uint64 size = 0; size <= 9; ++size) {
            vm.warp(newest.time + MIN_SPACING);
            bytes32 root = leaves.root(size);
            vm.expectRevert(abi.encodeWithSelector(IPassportLog.PassportLog_NotGrowing.selector, 9, size));
            vm.prank(anchorer);
            log.anchor(size, root, 0, newest.root, newest.time, new bytes32[](0));
        }
    }

    function test_addsAtMostMaxGrowth() external {
        uint64 limit = 1 << 24;
        vm.warp(newest.time + MIN_SPACING);
        vm.expectRevert(abi.encodeWithSelector(IPassportLog.PassportLog_GrowthTooLarge.selector, limit + 1, limit));
        vm.prank(anchorer);
        log.anchor(limit + 1, keccak256("root"), 0, newest.root, newest.time, new bytes32[](0));

        vm.prank(anchorer);
        log.anchor(limit, keccak256("root"), 0, newest.root, newest.time, new bytes32[](0));
        (uint64 size, , ) = log.head();
        same(size, limit, "exactly the limit is accepted");
    }

    function test_cannotJumpToTheEnd() external {
        vm.warp(newest.time + MIN_SPACING);
        vm.expectRevert(
            abi.encodeWithSelector(IPassportLog.PassportLog_GrowthTooLarge.selector, type(uint64).max, 1 << 24)
        );
        vm.prank(anchorer);
        log.anchor(type(uint64).max, keccak256("root"), 0, newest.root, newest.time, new bytes32[](0));
    }

    function test_waitsForMinSpacing() external {
        bytes32[] memory leaves = leavesOf(1, 9);
        anchor(leaves, 4);
        uint64 earliest = newest.time + MIN_SPACING;
        bytes32 root = leaves.root(9);
        bytes32[] memory proof = extension(leaves, 9);
        vm.warp(earliest - 1);
        vm.expectRevert(abi.encodeWithSelector(IPassportLog.PassportLog_TooSoon.selector, earliest));
        vm.prank(anchorer);
        log.anchor(9, root, 0, newest.root, newest.time, proof);
        vm.warp(earliest);
        anchorNow(leaves, 9);
    }

    function testFuzz_refusesStrangers(address who) external {
        vm.assume(who != anchorer);
        vm.warp(newest.time + MIN_SPACING);
        vm.expectRevert(abi.encodeWithSelector(IPassportLog.PassportLog_NotAnchorer.selector, who));
        vm.prank(who);
        log.anchor(1, keccak256("root"), 0, newest.root, newest.time, new bytes32[](0));
    }

    function testFuzz_refusesOtherPrevious(bytes32 root, uint64 time) external {
        bytes32[] memory leaves = leavesOf(1, 9);
        anchor(leaves, 4);
        vm.warp(newest.time + MIN_SPACING);
        bytes32 newRoot = leaves.root(9);
        bytes32[] memory proof = extension(leaves, 9);
        if (root != newest.root) _refusesPrevious(newRoot, root, newest.time, proof);
        if (time != newest.time) _refusesPrevious(newRoot, newest.root, time, proof);
    }

    function test_goesOnAfterConfirmation() external {
        bytes32[] memory leaves = leavesOf(1, 9);
        confirmAs(watcher, anchor(leaves, 4));
        anchor(leaves, 9);
    }

    function _refused(bytes32[] memory leaves, uint256 size, bytes32[] memory proof) private {
        vm.warp(newest.time + MIN_SPACING);
        bytes32 root = leaves.root(size);
        vm.expectRevert(
            abi.encodeWithSelector(IPassportLog.PassportLog_NotAnExtension.selector, newest.size, uint64(size))
        );
        vm.prank(anchorer);
        log.anchor(uint64(size), root, manifestOf(size), newest.root, newest.time, proof);
    }

    function _refusesPrevious(bytes32 newRoot, bytes32 root, uint64 time, bytes32[] memory proof) private {
        vm.expectRevert(abi.encodeWithSelector(IPassportLog.PassportLog_PreviousMismatch.selector, newest.index));
        vm.prank(anchorer);
        log.anchor(9, newRoot, 0, root, time, proof);
    }
}
