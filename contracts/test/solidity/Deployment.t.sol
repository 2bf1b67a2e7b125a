// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {Checkpoint, Config, IPassportLog} from "../../src/IPassportLog.sol";
import {PassportLog} from "../../src/PassportLog.sol";
import {check, leavesOf, same} from "./Assertions.sol";
import {LogFixture} from "./LogFixture.sol";
import {vm} from "./Vm.sol";

contract DeploymentTest is LogFixture {
    function test_firstContractStartsEmpty() external {
        vm.expectEmit();
        emit IPassportLog.Started(ORIGIN, LOG_KEY);
        PassportLog fresh = deploy(firstConfig());

        (uint64 size, uint32 index, address who) = fresh.head();
        same(size, 0, "size");
        same(index, 0, "index");
        same(who, anchorer, "anchorer");
        Checkpoint memory start = fresh.start();
        same(start.root, sha256(""), "root of nothing");
        same(start.time, vm.getBlockTimestamp(), "time");
        same(fresh.ring(0), digest(start, false), "first slot");
        same(keccak256(bytes(fresh.origin())), keccak256(bytes(ORIGIN)), "origin");
        same(fresh.authority(), address(manager), "authority");
        same(fresh.minSpacing(), MIN_SPACING, "spacing");
        same(fresh.maturity(), MATURITY, "maturity");
        (uint64 from, uint64 until) = fresh.logKey(LOG_KEY);
        same(from, 0, "first key from");
        same(until, type(uint64).max, "first key until");
    }

    /// @dev A first write would cost an anchor 17,100 gas more than an overwriting one.
    function test_everyRingSlotIsWritten() external view {
        for (uint256 slot = 0; slot < 256; ++slot) check(log.ring(slot) != 0, "an empty slot");
    }

    function test_unusedSlotsAreNoCheckpoint() external view {
        for (uint32 index = 1; index < 600; ++index) {
            (bool anchored, ) = log.isAnchored(index, 0, sha256(""), newest.time);
            check(!anchored, "anchored before any anchor");
        }
    }

    function testFuzz_ringSpansThreeMaturities(uint32 minSpacing, uint32 maturity) external {
        Config memory config = firstConfig();
        config.minSpacing = minSpacing;
        config.maturity = maturity;
        if (minSpacing == 0 || 256 * uint256(minSpacing) < 3 * uint256(maturity)) {
            vm.expectRevert(
                abi.encodeWithSelector(IPassportLog.PassportLog_SpacingTooShort.selector, minSpacing, maturity)
            );
        }
        deploy(config);
    }

    function test_spacingAtItsLimit() external {
        Config memory config = firstConfig();
        (config.minSpacing, config.maturity) = (3, 256);
        deploy(config);
        config.maturity = 257;
        vm.expectRevert(abi.encodeWithSelector(IPassportLog.PassportLog_SpacingTooShort.selector, 3, 257));
        deploy(config);
    }

    function test_refusesMissingParts() external {
        Config memory config = firstConfig();
        config.origin = "";
        _refusesZero(config, "origin");
        config = firstConfig();
        config.logKey = 0;
        _refusesZero(config, "logKey");
        config = firstConfig();
        config.anchorer = address(0);
        _refusesZero(config, "anchorer");
        config = firstConfig();
        config.authority = stranger;
        vm.expectRevert(abi.encodeWithSelector(IPassportLog.PassportLog_AuthorityWithoutCode.selector, stranger));
        deploy(config);
    }

    function test_firstContractTakesNoStart() external {
        Config memory config = firstConfig();
        config.start.size = 1;
        vm.expectRevert(IPassportLog.PassportLog_StartWithoutPredecessor.selector);
        deploy(config);
    }

    function test_successorGoesOnFromCheckpoint() external {
        bytes32[] memory leaves = leavesOf(1, 20);
        Checkpoint memory honest = anchor(leaves, 7);
        anchor(leaves, 9);
        vm.warp(vm.getBlockTimestamp() + 1 hours);

        vm.expectEmit();
        emit IPassportLog.Started(ORIGIN, LOG_KEY);
        vm.expectEmit();
        emit IPassportLog.Succeeded(address(log), 7, honest.root);
        PassportLog next = deploy(successorConfig(honest));

        Checkpoint memory start = next.start();
        same(start.index, honest.index, "index goes on");
        same(start.size, 7, "size");
        same(start.root, honest.root, "root");
        same(start.time, vm.getBlockTimestamp(), "it matures again");
        same(next.predecessor(), address(log), "predecessor");
        (bool anchored, bool confirmed) = isAnchored(next, start);
        check(anchored && !confirmed, "start is anchored");

        (log, newest) = (next, start);
        anchor(leaves, 20);
    }

    function test_successorKeepsConfirmation() external {
        Checkpoint memory honest = anchor(leavesOf(1, 7), 7);
        confirmAs(watcher, honest);
        PassportLog next = deploy(successorConfig(honest));
        (, bool confirmed) = isAnchored(next, next.start());
        check(confirmed, "confirmed");
    }

    function test_successorRefusesOtherCheckpoint() external {
        Checkpoint memory wrong = anchor(leavesOf(1, 7), 7);
        wrong.root ^= bytes32(uint256(1));
        vm.expectRevert(abi.encodeWithSelector(IPassportLog.PassportLog_NotAnchored.selector, wrong.index));
        deploy(successorConfig(wrong));
    }

    function test_successorRefusesOtherLog() external {
        Config memory config = successorConfig(anchor(leavesOf(1, 7), 7));
        config.origin = "log.example/other";
        vm.expectRevert(abi.encodeWithSelector(IPassportLog.PassportLog_OriginMismatch.selector, address(log)));
        deploy(config);
    }

    function _refusesZero(Config memory config, string memory argument) private {
        vm.expectRevert(abi.encodeWithSelector(IPassportLog.PassportLog_Zero.selector, argument));
        deploy(config);
    }
}
