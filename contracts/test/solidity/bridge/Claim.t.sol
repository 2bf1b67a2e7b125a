// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {ERC20Capped} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Capped.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Checkpoint} from "../../../src/IPassportLog.sol";
import {Claim, IPointsBridge} from "../../../src/IPointsBridge.sol";
import {PointsBridge} from "../../../src/PointsBridge.sol";
import {check, same} from "../Assertions.sol";
import {vm} from "../Vm.sol";
import {BridgeFixture} from "./BridgeFixture.sol";

contract ClaimTest is BridgeFixture {
    function test_mintsForTheRecipientWhoeverSends() external {
        (Claim memory c, Checkpoint memory checkpoint) = ready(1, 250);
        vm.expectEmit(address(bridge));
        emit IPointsBridge.Claimed(c.redemptionId, holder, 250);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(address(0), holder, 250 * POINT);
        vm.prank(stranger);
        bridge.claim(checkpoint, c);

        same(token.balanceOf(holder), 250 * POINT, "balance");
        same(token.totalSupply(), 250 * POINT, "supply");
        same(bridge.available(), LIMIT / 2 - 250, "limiter");
        check(bridge.claimed(c.redemptionId), "the id is used");
    }

    function test_mintsForContractThatAcceptsNothing() external {
        // It has code, no fallback and no token callback. The token calls nobody, so it cannot refuse.
        Claim memory c = redemption(1, address(manager), 7);
        bridge.claim(publish(c), c);
        same(token.balanceOf(address(manager)), 7 * POINT, "balance");
    }

    function test_refusesRecipientZero() external {
        Claim memory c = redemption(1, address(0), 7);
        Checkpoint memory checkpoint = publish(c);
        refused(bytes4(keccak256("ERC20InvalidReceiver(address)")), abi.encode(address(0)));
        bridge.claim(checkpoint, c);
        check(!bridge.claimed(c.redemptionId), "nothing is used up");
    }

    function test_underAnyLaterCheckpoint() external {
        (Claim memory c, ) = ready(1, 250);
        fill(70);
        Checkpoint memory later = anchorAll();
        confirmAs(watcher, later);
        ripen(later);
        prove(c, later);
        bridge.claim(later, c);
        same(token.balanceOf(holder), 250 * POINT, "balance");
    }

    function test_refusesReplay() external {
        (Claim memory c, Checkpoint memory checkpoint) = ready(1, 250);
        bridge.claim(checkpoint, c);
        refused(IPointsBridge.PointsBridge_AlreadyClaimed.selector, abi.encode(c.redemptionId));
        bridge.claim(checkpoint, c);
    }

    /// @dev The house would never record it, but a name is good for one mint whatever the log says.
    function test_refusesSameNameRecordedTwice() external {
        (Claim memory c, Checkpoint memory checkpoint) = ready(1, 250);
        bridge.claim(checkpoint, c);
        c.salt = keccak256("another salt");
        checkpoint = publish(c);
        refused(IPointsBridge.PointsBridge_AlreadyClaimed.selector, abi.encode(c.redemptionId));
        bridge.claim(checkpoint, c);
    }

    function test_untilTheLastSecond() external {
        (Claim memory c, Checkpoint memory checkpoint) = ready(1, 250);
        (Claim memory late, Checkpoint memory under) = ready(2, 250);
        vm.warp(c.claimableUntil);
        bridge.claim(checkpoint, c);
        vm.warp(late.claimableUntil + 1);
        refused(IPointsBridge.PointsBridge_Expired.selector, abi.encode(late.claimableUntil));
        bridge.claim(under, late);
    }

    function test_refusesUnconfirmedCheckpoint() external {
        Claim memory c = redemption(1, holder, 250);
        record(c);
        Checkpoint memory checkpoint = anchorAll();
        ripen(checkpoint);
        prove(c, checkpoint);
        refused(IPointsBridge.PointsBridge_NotConfirmed.selector, abi.encode(checkpoint.index));
        bridge.claim(checkpoint, c);
        confirmAs(watcher, checkpoint);
        bridge.claim(checkpoint, c);
    }

    function test_refusesYoungCheckpoint() external {
        (Claim memory c, Checkpoint memory checkpoint) = ready(1, 250);
        uint256 from = checkpoint.time + MATURITY;
        vm.warp(from - 1);
        refused(IPointsBridge.PointsBridge_NotMature.selector, abi.encode(from));
        bridge.claim(checkpoint, c);
        vm.warp(from);
        bridge.claim(checkpoint, c);
    }

    function test_refusesOlderTimeThanTheCheckpoints() external {
        (Claim memory c, Checkpoint memory checkpoint) = ready(1, 250);
        checkpoint.time -= 600;
        refused(IPointsBridge.PointsBridge_NotAnchored.selector, abi.encode(checkpoint.index));
        bridge.claim(checkpoint, c);
    }

    function test_refusesCheckpointOutOfTheRing() external {
        (Claim memory c, Checkpoint memory checkpoint) = ready(1, 250);
        for (uint256 i = 0; i < 256; ++i) {
            if (i == 255) bridge.claim(checkpoint, c);
            fill(1);
            anchorAll();
        }
        refused(IPointsBridge.PointsBridge_NotAnchored.selector, abi.encode(checkpoint.index));
        bridge.claim(checkpoint, c);
    }

    function test_refusesMoreThanTheBucketHolds() external {
        (Claim memory c, Checkpoint memory checkpoint) = ready(1, LIMIT / 2 + 1);
        refused(IPointsBridge.PointsBridge_OverLimit.selector, abi.encode(c.amount, LIMIT / 2));
        bridge.claim(checkpoint, c);
        check(!bridge.claimed(c.redemptionId), "it can be claimed when there is room");
    }

    function test_waitsForTheRefill() external {
        (Claim memory first, Checkpoint memory under) = ready(1, LIMIT / 2);
        bridge.claim(under, first);
        (Claim memory second, Checkpoint memory checkpoint) = ready(2, 5_000);
        // A tenth of half the limit takes a tenth of the day.
        uint256 full = under.time + MATURITY + 8_640;
        vm.warp(full - 1);
        refused(IPointsBridge.PointsBridge_OverLimit.selector, abi.encode(second.amount, 4_999));
        bridge.claim(checkpoint, second);
        vm.warp(full);
        bridge.claim(checkpoint, second);
        same(bridge.available(), 0, "nothing is left");
    }

    function test_stopsAtTheCap() external {
        bridge = new PointsBridge(address(manager), log, 4_000_000_000);
        token = bridge.token();
        (Claim memory most, Checkpoint memory checkpoint) = ready(1, 1_000_000_000);
        bridge.claim(checkpoint, most);
        (Claim memory more, Checkpoint memory later) = ready(2, 1);
        refused(ERC20Capped.ERC20ExceededCap.selector, abi.encode(token.cap() + POINT, token.cap()));
        bridge.claim(later, more);
        check(!bridge.claimed(more.redemptionId), "and uses nothing up");
    }

    function test_refusesAnyWhilePaused() external {
        (Claim memory c, Checkpoint memory checkpoint) = ready(1, 250);
        vm.prank(guardian);
        bridge.pause();
        refused(IPointsBridge.PointsBridge_Paused.selector, "");
        bridge.claim(checkpoint, c);
    }
}
