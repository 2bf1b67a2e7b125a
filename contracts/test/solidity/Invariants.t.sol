// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {Checkpoint} from "../../src/IPassportLog.sol";
import {PassportLog} from "../../src/PassportLog.sol";
import {check, leavesOf, same, within} from "./Assertions.sol";
import {LogFixture} from "./LogFixture.sol";
import {NaiveTree} from "./NaiveTree.sol";
import {vm} from "./Vm.sol";

/// @dev Everything anybody may try on a log, in any order. It keeps the leaves of whatever was accepted, so that it can
/// say afterwards whether all that was ever anchored is still a beginning of the same log.
contract Attacker is LogFixture {
    using NaiveTree for bytes32[];

    /// @dev Fewer anchors than the ring has slots, so that all of them stay in it.
    uint256 private constant MOST = 200;

    bytes32[] private accepted;
    Checkpoint[] private history;
    uint256 public wrongs;

    function started() external {
        setUp();
    }

    function target() external view returns (PassportLog) {
        return log;
    }

    function leaves() external view returns (bytes32[] memory) {
        return accepted;
    }

    function anchors() external view returns (Checkpoint[] memory) {
        return history;
    }

    /// @dev An extension, honest or invented: the contract cannot tell and need not.
    function extend(uint256 seed, uint256 added, uint256 wait) external {
        if (accepted.length >= MOST) return;
        bytes32[] memory longer = _longer(seed, within(added, 1, 40));
        vm.warp(newest.time + MIN_SPACING + (wait % 1 days));
        history.push(anchorNow(longer, longer.length));
        for (uint256 i = accepted.length; i < longer.length; ++i) accepted.push(longer[i]);
    }

    /// @dev A log that rewrites one old leaf, with the best proof there is for it.
    function fork(uint256 seed, uint256 added, uint256 at) external {
        if (accepted.length == 0) return;
        bytes32[] memory forged = _longer(seed, within(added, 1, 40));
        forged[at % accepted.length] = keccak256(abi.encode(seed, "rewritten"));
        _wrong(anchorer, uint64(forged.length), forged.root(forged.length), extension(forged, forged.length));
    }

    /// @dev A true extension with one hash of its proof replaced.
    function damage(uint256 seed, uint256 added, uint256 at) external {
        if (accepted.length == 0) return;
        bytes32[] memory longer = _longer(seed, within(added, 1, 40));
        bytes32[] memory proof = extension(longer, longer.length);
        proof[at % proof.length] = keccak256(abi.encode(seed));
        _wrong(anchorer, uint64(longer.length), longer.root(longer.length), proof);
    }

    /// @dev A checkpoint of the past, again.
    function shrink(uint256 which) external {
        if (history.length == 0) return;
        Checkpoint memory old = history[which % history.length];
        _wrong(anchorer, old.size, old.root, new bytes32[](0));
    }

    function invent(uint64 size, bytes32 root, bytes32[] calldata proof) external {
        if (accepted.length == 0) return;
        _wrong(anchorer, size, root, proof);
    }

    function intrude(address who, uint256 seed) external {
        if (who == anchorer) return;
        bytes32[] memory longer = _longer(seed, 1);
        _wrong(who, uint64(longer.length), longer.root(longer.length), extension(longer, longer.length));
    }

    function hurry(uint256 seed) external {
        bytes32[] memory longer = _longer(seed, 1);
        bytes32[] memory proof = extension(longer, longer.length);
        bytes32 root = longer.root(longer.length);
        vm.warp(newest.time + MIN_SPACING - 1);
        vm.prank(anchorer);
        try log.anchor(uint64(longer.length), root, 0, newest.root, newest.time, proof) {
            ++wrongs;
        } catch {}
    }

    function confirm(uint256 which) external {
        if (history.length == 0) return;
        Checkpoint memory c = history[which % history.length];
        (bool anchored, bool confirmed) = isAnchored(log, c);
        if (anchored && !confirmed) confirmAs(watcher, c);
    }

    function freezeAndThaw() external {
        vm.prank(guardian);
        log.freeze();
        log.appoint(anchorer);
    }

    function _wrong(address who, uint64 size, bytes32 root, bytes32[] memory proof) private {
        vm.warp(newest.time + MIN_SPACING);
        vm.prank(who);
        try log.anchor(size, root, 0, newest.root, newest.time, proof) {
            ++wrongs;
        } catch {}
    }

    function _longer(uint256 seed, uint256 added) private view returns (bytes32[] memory longer) {
        bytes32[] memory fresh = leavesOf(seed, added);
        uint256 size = accepted.length;
        longer = new bytes32[](size + added);
        for (uint256 i = 0; i < longer.length; ++i) longer[i] = i < size ? accepted[i] : fresh[i - size];
    }
}

contract InvariantsTest {
    using NaiveTree for bytes32[];

    Attacker private attacker;
    uint64 private lastSize;
    uint32 private lastIndex;

    function setUp() external {
        attacker = new Attacker();
        attacker.started();
    }

    /// @dev The runner calls random functions of these contracts, and of no other.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(attacker);
    }

    /// @dev `started` deploys the log, and is for `setUp` alone.
    function excludeSelectors() external view returns (FuzzSelector[] memory excluded) {
        excluded = new FuzzSelector[](1);
        excluded[0].addr = address(attacker);
        excluded[0].selectors = new bytes4[](2);
        excluded[0].selectors[0] = attacker.started.selector;
        excluded[0].selectors[1] = attacker.setUp.selector;
    }

    function invariant_headOnlyGrows() external {
        (uint64 size, uint32 index, ) = attacker.target().head();
        check(size >= lastSize && index >= lastIndex, "the head went back");
        check((size > lastSize) == (index > lastIndex), "an anchor that adds nothing");
        (lastSize, lastIndex) = (size, index);
    }

    function invariant_noRootWithoutValidProof() external view {
        same(attacker.wrongs(), 0, "anchors that should have been refused");
        (uint64 size, uint32 index, ) = attacker.target().head();
        same(size, attacker.leaves().length, "size of what was accepted");
        same(index, attacker.anchors().length, "number of anchors");
    }

    /// @dev Whatever was anchored, at any time, is a beginning of the log as it is now. After each call another old
    /// checkpoint is looked at, and the newest.
    function invariant_historyIsNeverRewritten() external view {
        Checkpoint[] memory anchors = attacker.anchors();
        if (anchors.length == 0) return;
        bytes32[] memory leaves = attacker.leaves();
        _isBeginning(anchors[uint256(keccak256(abi.encode(vm.getBlockTimestamp()))) % anchors.length], leaves);
        _isBeginning(anchors[anchors.length - 1], leaves);
    }

    /// @dev So a ring of 256 spans at least 256 spacings.
    function invariant_anchorsKeepTheirDistance() external view {
        Checkpoint[] memory anchors = attacker.anchors();
        for (uint256 i = 1; i < anchors.length; ++i) {
            check(anchors[i].time >= anchors[i - 1].time + attacker.target().minSpacing(), "too soon");
        }
    }

    function _isBeginning(Checkpoint memory c, bytes32[] memory leaves) private view {
        same(c.root, leaves.root(c.size), "root of an old checkpoint");
        (bool anchored, ) = attacker.target().isAnchored(c.index, c.size, c.root, c.time);
        check(anchored, "an old checkpoint is not in the ring");
    }
}

struct FuzzSelector {
    address addr;
    bytes4[] selectors;
}
