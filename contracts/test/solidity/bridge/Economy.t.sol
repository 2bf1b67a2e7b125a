// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {Checkpoint} from "../../../src/IPassportLog.sol";
import {Claim, Skip} from "../../../src/IPointsBridge.sol";
import {NBToken} from "../../../src/NBToken.sol";
import {PointsBridge} from "../../../src/PointsBridge.sol";
import {within} from "../Assertions.sol";
import {vm} from "../Vm.sol";
import {BridgeFixture} from "./BridgeFixture.sol";

/// @dev A house, its holders and a thief with the anchorer's key, in any order. What was minted is learnt from the supply
/// before and after each call, never from what the call should have done.
contract Economy is BridgeFixture {
    struct Mint {
        uint256 time;
        uint256 value;
    }

    /// @dev Most redemptions of a run.
    uint256 private constant MOST = 60;

    uint64 private immutable most;
    uint64 private immutable limitOfAll;

    Claim[] private redemptions;
    Checkpoint[] private anchors;
    mapping(uint256 anchor => bool) private isConfirmed;
    /// @dev The first anchor that the thief made: the watcher confirms nothing from there on.
    uint256 private stolenAt = type(uint256).max;
    Mint[] private mints;

    uint256 public minted;
    uint256 public burnt;
    uint256 public burns;
    /// @dev Mints for a name that had been claimed, under a checkpoint that did not count, or while paused.
    uint256 public wrongs;

    constructor(uint64 most_, uint64 limit_) {
        (most, limitOfAll) = (most_, limit_);
    }

    function limitAtStart() internal view override returns (uint64) {
        return limitOfAll;
    }

    function started() external {
        setUp();
    }

    function target() external view returns (PointsBridge, NBToken) {
        return (bridge, token);
    }

    function allMints() external view returns (Mint[] memory) {
        return mints;
    }

    /// @dev Balance of the accounts that redeem and transfer.
    function held() external view returns (uint256 sum) {
        for (uint256 i = 0; i < 4; ++i) sum += token.balanceOf(_holder(i));
    }

    /// @dev Three at a time, and three times of four confirmed and ripe at once, so that many are claimed.
    function redeem(uint256 who, uint64 amount, uint64 life, uint256 seed) external {
        if (redemptions.length >= MOST) return;
        for (uint64 i = 0; i < 3; ++i) _record(_holder(who % 4 + i), amount / (i + 1), life);
        anchors.push(anchorAll());
        if (seed % 4 == 0) return;
        confirm(anchors.length - 1);
        ripen(newest);
    }

    /// @dev An honest anchor and the thief's look the same to the contracts.
    function steal(uint64 amount) external {
        if (stolenAt != type(uint256).max || redemptions.length < MOST / 3) return;
        stolenAt = anchors.length;
        _record(stranger, amount, 0);
        anchors.push(anchorAll());
    }

    function confirm(uint256 which) public {
        if (anchors.length == 0) return;
        which %= anchors.length;
        if (isConfirmed[which] || which >= stolenAt) return;
        confirmAs(watcher, anchors[which]);
        isConfirmed[which] = true;
    }

    function wait(uint256 time) external {
        vm.warp(vm.getBlockTimestamp() + (time % 2 hours));
    }

    /// @dev Anything under anything, or the next that may be claimed under the newest confirmed anchor.
    function claim(uint256 which, uint256 under, bool any) external {
        if (redemptions.length == 0) return;
        (Claim memory c, uint256 anchor) = _choose(which, under, any);
        if (c.leafIndex >= anchors[anchor].size) return;
        prove(c, anchors[anchor]);
        bool again = bridge.claimed(c.redemptionId);
        uint256 before = token.totalSupply();
        try bridge.claim(anchors[anchor], c) {} catch {}
        _note(before, anchor, again || vm.getBlockTimestamp() > c.claimableUntil);
    }

    /// @dev Two redemptions, one of them twice.
    function claimBatch(uint256 which, uint256 other, uint256 under, bool any) external {
        if (redemptions.length == 0) return;
        Claim[] memory batch = new Claim[](3);
        uint256 anchor;
        (batch[0], anchor) = _choose(which, under, any);
        batch[1] = redemptions[other % redemptions.length];
        batch[2] = redemptions[which % redemptions.length];
        uint256 most_;
        for (uint256 i = 0; i < 3; ++i) {
            if (batch[i].leafIndex >= anchors[anchor].size) return;
            prove(batch[i], anchors[anchor]);
            bool counted = i == 2 || (i == 1 && batch[1].redemptionId == batch[0].redemptionId);
            if (!counted && !bridge.claimed(batch[i].redemptionId)) most_ += batch[i].amount * POINT;
        }
        uint256 before = token.totalSupply();
        try bridge.claimBatch(anchors[anchor], batch) {} catch {}
        _note(before, anchor, token.totalSupply() - before > most_);
    }

    function transfer(uint256 from, uint256 to, uint256 value) external {
        uint256 balance = token.balanceOf(_holder(from));
        vm.prank(_holder(from));
        token.transfer(_holder(to), value % (balance + 1));
    }

    function deposit(uint256 who, uint256 value, bool dust) external {
        address from = _holder(who);
        value = (value % (token.balanceOf(from) / POINT + 2)) * POINT + (dust ? 1 : 0);
        vm.prank(from);
        token.approve(address(bridge), value);
        uint256 before = token.totalSupply();
        vm.prank(from);
        try bridge.deposit(value, bytes32(value)) {
            ++burns;
        } catch {}
        burnt += before - token.totalSupply();
    }

    function pauseOrUnpause(uint256 seed) external {
        bool paused = seed % 4 == 0;
        if (paused == bridge.paused()) return;
        if (paused) {
            vm.prank(guardian);
            bridge.pause();
        } else {
            bridge.unpause();
        }
    }

    function _record(address recipient, uint64 amount, uint64 life) private {
        Claim memory c = redemption(redemptions.length, recipient, uint64(within(amount, 1, most)));
        c.claimableUntil = uint64(vm.getBlockTimestamp() + 1 hours + (life % 3 days));
        record(c);
        redemptions.push(c);
    }

    function _choose(uint256 which, uint256 under, bool any) private view returns (Claim memory c, uint256 anchor) {
        c = redemptions[which % redemptions.length];
        anchor = under % anchors.length;
        if (any) return (c, anchor);
        for (anchor = anchors.length - 1; anchor > 0 && !isConfirmed[anchor]; --anchor) {}
        for (uint256 i = 0; i < redemptions.length; ++i) {
            c = redemptions[(which % redemptions.length + i) % redemptions.length];
            bool open = !bridge.claimed(c.redemptionId) && vm.getBlockTimestamp() <= c.claimableUntil;
            if (open && c.leafIndex < anchors[anchor].size) return (c, anchor);
        }
    }

    function _note(uint256 before, uint256 anchor, bool wrong) private {
        uint256 value = token.totalSupply() - before;
        if (value == 0) return;
        minted += value;
        mints.push(Mint(vm.getBlockTimestamp(), value));
        bool counts = isConfirmed[anchor] && vm.getBlockTimestamp() >= anchors[anchor].time + MATURITY;
        if (wrong || !counts || bridge.paused()) ++wrongs;
    }

    function _holder(uint256 n) private pure returns (address) {
        return address(uint160(0xC0 + (n % 4)));
    }
}
