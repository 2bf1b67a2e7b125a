// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {Checkpoint} from "../../../src/IPassportLog.sol";
import {Claim, IPointsBridge} from "../../../src/IPointsBridge.sol";
import {NBToken} from "../../../src/NBToken.sol";
import {PointsBridge} from "../../../src/PointsBridge.sol";
import {LogFixture} from "../LogFixture.sol";
import {NaiveTree} from "../NaiveTree.sol";
import {vm} from "../Vm.sol";

/// @dev A log with a bridge on it, and an honest house that records redemptions. Leaves are built here from the words
/// of docs/spec/redemption.md and share nothing with Redemption.sol. The test itself is the administrator.
abstract contract BridgeFixture is LogFixture {
    using NaiveTree for bytes32[];

    uint64 internal constant PAUSER = 3;
    uint64 internal constant LIMIT = 100_000;
    uint256 internal constant POINT = 1e18;

    address internal immutable holder = address(0xB1);

    PointsBridge internal bridge;
    NBToken internal token;
    /// @dev Leaves of the whole log.
    bytes32[] internal entries;

    function setUp() public virtual override {
        super.setUp();
        bridge = new PointsBridge(address(manager), log, limitAtStart());
        token = bridge.token();
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = bridge.pause.selector;
        manager.setTargetFunctionRole(address(bridge), selectors, PAUSER);
        manager.grantRole(PAUSER, guardian, 0);
        manager.grantRole(PAUSER, watcher, 0);
    }

    function limitAtStart() internal view virtual returns (uint64) {
        return LIMIT;
    }

    /// @dev A redemption that nothing has recorded yet.
    function redemption(uint256 seed, address recipient, uint64 amount) internal view returns (Claim memory c) {
        c.redemptionId = keccak256(abi.encode("redemption", seed));
        c.recipient = recipient;
        c.amount = amount;
        c.claimableUntil = uint64(vm.getBlockTimestamp() + 30 days);
        c.recordedAt = uint64(vm.getBlockTimestamp() * 1000 + 123);
        c.salt = keccak256(abi.encode("salt", seed));
    }

    /// @dev Appends the redemption's entry to the log, between others.
    function record(Claim memory c) internal {
        recordLeaf(c, leafOf(entryOf(c, "points.redeemed", streamOf(c), payloadOf(c, block.chainid, address(bridge)))));
    }

    function recordLeaf(Claim memory c, bytes32 leaf) internal {
        fill(2);
        c.leafIndex = uint64(entries.length);
        entries.push(leaf);
        fill(1);
    }

    /// @dev Appends entries that concern nobody here.
    function fill(uint256 count) internal {
        for (uint256 i = 0; i < count; ++i) entries.push(keccak256(abi.encode("entry", entries.length)));
    }

    /// @dev Anchors all entries as soon as it may be done.
    function anchorAll() internal returns (Checkpoint memory) {
        uint256 earliest = newest.time + MIN_SPACING;
        if (vm.getBlockTimestamp() < earliest) vm.warp(earliest);
        bytes32[] memory leaves = entries;
        return anchorNow(leaves, leaves.length);
    }

    function ripen(Checkpoint memory c) internal {
        uint256 from = c.time + bridge.maturity();
        if (vm.getBlockTimestamp() < from) vm.warp(from);
    }

    /// @dev Everything an honest redemption goes through before it can be claimed.
    function publish(Claim memory c) internal returns (Checkpoint memory checkpoint) {
        record(c);
        checkpoint = anchorAll();
        confirmAs(watcher, checkpoint);
        ripen(checkpoint);
        prove(c, checkpoint);
    }

    function prove(Claim memory c, Checkpoint memory checkpoint) internal view {
        bytes32[] memory leaves = entries;
        c.proof = leaves.inclusion(c.leafIndex, checkpoint.size);
    }

    /// @dev A redemption ready to be claimed, for `holder`.
    function ready(uint256 seed, uint64 amount) internal returns (Claim memory c, Checkpoint memory checkpoint) {
        c = redemption(seed, holder, amount);
        checkpoint = publish(c);
    }

    function payloadOf(Claim memory c, uint256 chainId, address to) internal pure returns (bytes memory) {
        return
            bytes.concat(
                bytes32(chainId),
                bytes32(uint256(uint160(to))),
                bytes32(uint256(uint160(c.recipient))),
                bytes32(uint256(c.amount)),
                c.redemptionId,
                bytes32(uint256(c.claimableUntil))
            );
    }

    function streamOf(Claim memory c) internal pure returns (string memory) {
        // "0x" and 64 digits; the name has the digits alone.
        bytes memory digits = bytes(Strings.toHexString(uint256(c.redemptionId), 32));
        bytes memory name = bytes("redemption:");
        for (uint256 i = 2; i < digits.length; ++i) name = bytes.concat(name, digits[i]);
        return string(name);
    }

    function entryOf(
        Claim memory c,
        bytes32 kind,
        string memory stream,
        bytes memory payload
    ) internal pure returns (bytes memory) {
        return
            bytes.concat(
                hex"0102",
                kind,
                sha256(bytes.concat("luna/stream/1\n", bytes(stream))),
                bytes8(uint64(1)),
                bytes8(c.recordedAt),
                bytes32(0),
                sha256(bytes.concat("luna/commit/1\n", c.salt, payload))
            );
    }

    function leafOf(bytes memory entry) internal pure returns (bytes32) {
        return NaiveTree.leafHash(entry);
    }

    function refused(bytes4 selector, bytes memory arguments) internal {
        vm.expectRevert(bytes.concat(selector, arguments));
    }

    function notIncluded(Claim memory c) internal {
        refused(IPointsBridge.PointsBridge_NotIncluded.selector, abi.encode(c.redemptionId, c.leafIndex));
    }
}
