// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {Checkpoint} from "../../../src/IPassportLog.sol";
import {Claim, IPointsBridge, Skip} from "../../../src/IPointsBridge.sol";
import {check, same} from "../Assertions.sol";
import {vm} from "../Vm.sol";
import {BridgeFixture} from "./BridgeFixture.sol";

contract ClaimBatchTest is BridgeFixture {
    /// @dev Redemptions 1 to `count` of 100 points each, all under one checkpoint.
    function _batch(uint256 count) private returns (Claim[] memory batch, Checkpoint memory checkpoint) {
        batch = new Claim[](count);
        for (uint256 i = 0; i < count; ++i) {
            batch[i] = redemption(i + 1, holder, 100);
            record(batch[i]);
        }
        checkpoint = anchorAll();
        confirmAs(watcher, checkpoint);
        ripen(checkpoint);
        for (uint256 i = 0; i < count; ++i) prove(batch[i], checkpoint);
    }

    function test_mintsAll() external {
        (Claim[] memory batch, Checkpoint memory checkpoint) = _batch(5);
        vm.prank(stranger);
        same(bridge.claimBatch(checkpoint, batch), 5, "minted");
        same(token.balanceOf(holder), 500 * POINT, "balance");
        for (uint256 i = 0; i < 5; ++i) check(bridge.claimed(batch[i].redemptionId), "used");
    }

    function test_skipsWhatWasClaimed() external {
        (Claim[] memory batch, Checkpoint memory checkpoint) = _batch(3);
        bridge.claim(checkpoint, batch[1]);
        _skips(batch[1].redemptionId, Skip.AlreadyClaimed);
        same(bridge.claimBatch(checkpoint, batch), 2, "minted");
        same(token.totalSupply(), 300 * POINT, "supply");
    }

    function test_skipsWhatStandsInItTwice() external {
        (Claim[] memory batch, Checkpoint memory checkpoint) = _batch(2);
        batch[1] = batch[0];
        _skips(batch[0].redemptionId, Skip.AlreadyClaimed);
        same(bridge.claimBatch(checkpoint, batch), 1, "minted");
        same(token.totalSupply(), 100 * POINT, "supply");
    }

    function test_skipsWhatHasExpired() external {
        fill(1);
        Claim memory late = redemption(9, holder, 100);
        record(late);
        vm.warp(vm.getBlockTimestamp() + 1 days);
        (Claim[] memory batch, Checkpoint memory checkpoint) = _batch(3);
        prove(late, checkpoint);
        batch[0] = late;
        vm.warp(late.claimableUntil + 1);
        _skips(late.redemptionId, Skip.Expired);
        same(bridge.claimBatch(checkpoint, batch), 2, "minted");
    }

    function test_skipsWhatIsOverTheLimitAndGoesOn() external {
        bridge.setLimit(500);
        (Claim[] memory batch, Checkpoint memory checkpoint) = _batch(3);
        Claim memory large = redemption(9, holder, 200);
        record(large);
        checkpoint = anchorAll();
        confirmAs(watcher, checkpoint);
        ripen(checkpoint);
        prove(large, checkpoint);
        for (uint256 i = 0; i < 3; ++i) prove(batch[i], checkpoint);
        (batch[1], batch[2]) = (large, batch[1]);
        _skips(large.redemptionId, Skip.OverLimit);
        same(bridge.claimBatch(checkpoint, batch), 2, "the smaller one behind it still fits");
        check(!bridge.claimed(large.redemptionId), "the large one can be claimed another day");
    }

    function test_falseProofRevertsAll() external {
        (Claim[] memory batch, Checkpoint memory checkpoint) = _batch(3);
        batch[2].amount += 1;
        notIncluded(batch[2]);
        bridge.claimBatch(checkpoint, batch);
        same(token.totalSupply(), 0, "supply");
    }

    function test_needsCheckpointThatCounts() external {
        (Claim[] memory batch, Checkpoint memory checkpoint) = _batch(2);
        vm.warp(checkpoint.time + MATURITY - 1);
        refused(IPointsBridge.PointsBridge_NotMature.selector, abi.encode(checkpoint.time + MATURITY));
        bridge.claimBatch(checkpoint, batch);
    }

    function test_refusesAnyWhilePaused() external {
        (Claim[] memory batch, Checkpoint memory checkpoint) = _batch(2);
        vm.prank(watcher);
        bridge.pause();
        refused(IPointsBridge.PointsBridge_Paused.selector, "");
        bridge.claimBatch(checkpoint, batch);
    }

    function test_ofNoneMintsNone() external {
        (, Checkpoint memory checkpoint) = _batch(1);
        same(bridge.claimBatch(checkpoint, new Claim[](0)), 0, "minted");
    }

    function _skips(bytes32 redemptionId, Skip reason) private {
        vm.expectEmit(address(bridge));
        emit IPointsBridge.ClaimSkipped(redemptionId, reason);
    }
}
