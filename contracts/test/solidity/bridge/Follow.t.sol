// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {Checkpoint, Config} from "../../../src/IPassportLog.sol";
import {Claim, IPointsBridge} from "../../../src/IPointsBridge.sol";
import {PassportLog} from "../../../src/PassportLog.sol";
import {same} from "../Assertions.sol";
import {vm} from "../Vm.sol";
import {BridgeFixture} from "./BridgeFixture.sol";

contract FollowTest is BridgeFixture {
    function test_goesToTheSuccessor() external {
        (Claim memory c, Checkpoint memory checkpoint) = ready(1, 250);
        _succeed(checkpoint, MIN_SPACING);
        vm.expectEmit(address(bridge));
        emit IPointsBridge.Followed(address(log));
        vm.prank(stranger);
        bridge.follow();
        same(address(bridge.log()), address(log), "log");

        // The same redemption, under the successor's start: it keeps the confirmation and matures again.
        refused(IPointsBridge.PointsBridge_NotMature.selector, abi.encode(newest.time + MATURITY));
        bridge.claim(newest, c);
        ripen(newest);
        bridge.claim(newest, c);
        same(token.totalSupply(), 250 * POINT, "supply");
    }

    function test_claimedStaysClaimed() external {
        (Claim memory c, Checkpoint memory checkpoint) = ready(1, 250);
        bridge.claim(checkpoint, c);
        _succeed(checkpoint, MIN_SPACING);
        bridge.follow();
        ripen(newest);
        refused(IPointsBridge.PointsBridge_AlreadyClaimed.selector, abi.encode(c.redemptionId));
        bridge.claim(newest, c);
    }

    function test_withdrawnCheckpointsDoNotCount() external {
        (, Checkpoint memory honest) = ready(1, 250);
        (Claim memory c, Checkpoint memory forged) = ready(2, 999);
        _succeed(honest, MIN_SPACING);
        refused(IPointsBridge.PointsBridge_NotAnchored.selector, abi.encode(forged.index));
        bridge.claim(forged, c);
        bridge.follow();
        refused(IPointsBridge.PointsBridge_NotAnchored.selector, abi.encode(forged.index));
        bridge.claim(forged, c);
    }

    function test_oneStepAtATime() external {
        (, Checkpoint memory checkpoint) = ready(1, 250);
        _succeed(checkpoint, MIN_SPACING);
        PassportLog second = log;
        _succeed(newest, MIN_SPACING);
        bridge.follow();
        same(address(bridge.log()), address(second), "the second");
        bridge.follow();
        same(address(bridge.log()), address(log), "the third");
    }

    function test_refusesWhileTheLogGoesOn() external {
        refused(IPointsBridge.PointsBridge_NotRetired.selector, abi.encode(address(log)));
        bridge.follow();
    }

    function test_refusesSuccessorWhoseRingIsTooShort() external {
        (, Checkpoint memory checkpoint) = ready(1, 250);
        _succeed(checkpoint, 7);
        refused(IPointsBridge.PointsBridge_MaturityTooLong.selector, abi.encode(MATURITY, 7));
        bridge.follow();
        bridge.setMaturity(597);
        bridge.follow();
        same(address(bridge.log()), address(log), "log");
    }

    /// @dev `log` becomes the successor of what it is now, from `start`.
    function _succeed(Checkpoint memory start, uint32 minSpacing) private {
        Config memory config = successorConfig(start);
        config.minSpacing = minSpacing;
        config.maturity = 0;
        PassportLog next = deploy(config);
        log.retire(start, address(next));
        log = next;
        newest = next.start();
    }
}
