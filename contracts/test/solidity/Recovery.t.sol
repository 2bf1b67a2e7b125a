// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {Checkpoint} from "../../src/IPassportLog.sol";
import {PassportLog} from "../../src/PassportLog.sol";
import {check, leavesOf, same} from "./Assertions.sol";
import {LogFixture} from "./LogFixture.sol";
import {NaiveTree} from "./NaiveTree.sol";
import {vm} from "./Vm.sol";

/// @dev The worst the anchorer's key can do, and the way back, with the administrator's real delay.
contract RecoveryTest is LogFixture {
    using NaiveTree for bytes32[];

    address private immutable admin = address(0xA5);
    uint32 private constant DELAY = 48 hours;

    function setUp() public override {
        super.setUp();
        manager.grantRole(0, admin, DELAY);
        manager.renounceRole(0, address(this));
    }

    function test_forgedExtensionIsRecoveredFrom() external {
        // Honest entries, and a proof that somebody keeps.
        bytes32[] memory leaves = leavesOf(1, 70);
        anchor(leaves, 40);
        Checkpoint memory honest = anchor(leaves, 60);
        bytes32[] memory kept = leaves.inclusion(17, 60);

        // The stolen key anchors 1,000 entries nobody has seen. Only the watcher's silence tells.
        Checkpoint memory forged = _forge(keccak256("invented"));
        check(_stands(log, forged), "an extension by invented entries passes the proof");

        // At once: nothing more can be anchored, and a successor goes on from the last honest checkpoint.
        vm.prank(guardian);
        log.freeze();
        PassportLog old = log;
        log = deploy(successorConfig(honest));
        newest = log.start();
        Checkpoint memory next = anchor(leaves, 70);
        _included(next, leaves, 65);
        _included(next, leaves, 17);

        // Two days later: the old contract ends.
        _asAdmin(address(old), abi.encodeCall(old.retire, (honest, address(log))));
        check(!_stands(old, forged), "the forged checkpoint is withdrawn");
        check(old.verifyInclusion(honest, leaves[17], 17, kept), "the proof that was kept still holds");
        (uint32 lastHonest, address successor) = old.retirement();
        same(lastHonest, honest.index, "last honest");
        same(successor, address(log), "successor");
        same(log.predecessor(), address(old), "and back");
    }

    function test_forgerCannotEnterTheSuccessor() external {
        bytes32[] memory leaves = leavesOf(1, 60);
        Checkpoint memory honest = anchor(leaves, 60);
        Checkpoint memory forged = _forge(keccak256("invented"));
        log = deploy(successorConfig(honest));
        newest = log.start();

        vm.warp(newest.time + MIN_SPACING);
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = keccak256("some right-hand node");
        vm.expectRevert();
        vm.prank(stranger);
        log.anchor(forged.size, forged.root, 0, newest.root, newest.time, proof);
        (uint64 size, , ) = log.head();
        same(size, 60, "unchanged");
    }

    function test_administratorHasToWait() external {
        bytes memory appoint = abi.encodeCall(log.appoint, (stranger));
        vm.expectRevert();
        vm.prank(admin);
        log.appoint(stranger);

        vm.prank(admin);
        manager.schedule(address(log), appoint, 0);
        vm.warp(vm.getBlockTimestamp() + DELAY - 1);
        vm.expectRevert();
        vm.prank(admin);
        manager.execute(address(log), appoint);

        vm.warp(vm.getBlockTimestamp() + 1);
        vm.prank(admin);
        manager.execute(address(log), appoint);
        (, , address who) = log.head();
        same(who, stranger, "appointed after the delay");
    }

    function _stands(PassportLog target, Checkpoint memory c) private view returns (bool anchored) {
        (anchored, ) = isAnchored(target, c);
    }

    function _included(Checkpoint memory c, bytes32[] memory leaves, uint64 index) private view {
        check(log.verifyInclusion(c, leaves[index], index, leaves.inclusion(index, c.size)), "included");
    }

    function _asAdmin(address target, bytes memory data) private {
        vm.prank(admin);
        manager.schedule(target, data, 0);
        vm.warp(vm.getBlockTimestamp() + DELAY);
        vm.prank(admin);
        manager.execute(target, data);
    }

    /// @dev Anchors 1,000 more entries than the head has, all of them invented: nothing the contract sees is wrong.
    function _forge(bytes32 invented) private returns (Checkpoint memory) {
        bytes32[] memory longer = leavesOf(1, newest.size + 1_000);
        for (uint256 i = newest.size; i < longer.length; ++i) longer[i] = invented;
        return anchor(longer, longer.length);
    }
}
