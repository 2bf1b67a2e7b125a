// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {Checkpoint} from "../../../src/IPassportLog.sol";
import {Claim, IPointsBridge} from "../../../src/IPointsBridge.sol";
import {check, same} from "../Assertions.sol";
import {vm} from "../Vm.sol";
import {BridgeFixture} from "./BridgeFixture.sol";

contract SetMaturityTest is BridgeFixture {
    function test_countsFromThenOn() external {
        (Claim memory c, Checkpoint memory checkpoint) = ready(1, 250);
        vm.expectEmit(address(bridge));
        emit IPointsBridge.MaturityChanged(900);
        bridge.setMaturity(900);
        same(bridge.maturity(), 900, "maturity");
        refused(IPointsBridge.PointsBridge_NotMature.selector, abi.encode(checkpoint.time + 900));
        bridge.claim(checkpoint, c);
    }

    function testFuzz_ringSpansThreeMaturities(uint32 maturity) external {
        bool spanned = 3 * uint256(maturity) <= log.RING_SIZE() * MIN_SPACING;
        if (!spanned) {
            refused(IPointsBridge.PointsBridge_MaturityTooLong.selector, abi.encode(maturity, MIN_SPACING));
        }
        bridge.setMaturity(maturity);
    }

    function test_atItsLimit() external {
        bridge.setMaturity(2_560);
        refused(IPointsBridge.PointsBridge_MaturityTooLong.selector, abi.encode(2_561, MIN_SPACING));
        bridge.setMaturity(2_561);
    }

    function test_isForTheAdministrator() external {
        address[4] memory others = [anchorer, watcher, stranger, guardian];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(unauthorized(others[i]));
            vm.prank(others[i]);
            bridge.setMaturity(0);
        }
    }
}

contract SetLimitTest is BridgeFixture {
    function test_changesTheBucket() external {
        vm.expectEmit(address(bridge));
        emit IPointsBridge.LimitChanged(301);
        bridge.setLimit(301);
        same(bridge.limit(), 301, "limit");
        same(bridge.available(), 150, "half of it, in whole points");
    }

    function testFuzz_isReadBack(uint64 limit) external {
        bridge.setLimit(limit);
        same(bridge.limit(), limit, "limit");
        same(bridge.available(), limit / 2, "available");
    }

    /// @dev What was refilled before the change was refilled at the old rate; nothing becomes free by the change but the
    /// difference of the capacities.
    function test_doesNotRefillThePast() external {
        (Claim memory c, Checkpoint memory checkpoint) = ready(1, LIMIT / 2);
        bridge.claim(checkpoint, c);
        vm.warp(vm.getBlockTimestamp() + 6 hours);
        same(bridge.available(), LIMIT / 8, "a quarter of the capacity");
        bridge.setLimit(10 * LIMIT);
        same(bridge.available(), LIMIT / 8 + (9 * LIMIT) / 2, "and the new room");
        bridge.setLimit(LIMIT);
        same(bridge.available(), LIMIT / 8, "and back");
    }

    function test_ofZeroStopsClaims() external {
        (Claim memory c, Checkpoint memory checkpoint) = ready(1, 1);
        bridge.setLimit(0);
        refused(IPointsBridge.PointsBridge_OverLimit.selector, abi.encode(1, 0));
        bridge.claim(checkpoint, c);
    }

    function test_isForTheAdministrator() external {
        address[4] memory others = [anchorer, watcher, stranger, guardian];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(unauthorized(others[i]));
            vm.prank(others[i]);
            bridge.setLimit(1);
        }
    }
}
