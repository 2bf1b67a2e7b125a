// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {Checkpoint} from "../../../src/IPassportLog.sol";
import {Claim} from "../../../src/IPointsBridge.sol";
import {check, same, within} from "../Assertions.sol";
import {NaiveTree} from "../NaiveTree.sol";
import {vm} from "../Vm.sol";
import {BridgeFixture} from "./BridgeFixture.sol";

/// @dev Everything a claim says, each with something else said in its place, and entries that are no redemptions here.
contract ClaimForgeryTest is BridgeFixture {
    using NaiveTree for bytes32[];

    Claim private c;
    Checkpoint private checkpoint;

    function setUp() public override {
        super.setUp();
        fill(9);
        (Claim memory made, Checkpoint memory under) = ready(1, 250);
        (c, checkpoint) = (made, under);
    }

    function testFuzz_refusesOtherRecipient(address recipient) external {
        vm.assume(recipient != c.recipient);
        Claim memory forged = c;
        forged.recipient = recipient;
        _refuses(forged);
    }

    function testFuzz_refusesOtherAmount(uint64 amount) external {
        vm.assume(amount != c.amount);
        Claim memory forged = c;
        forged.amount = amount;
        _refuses(forged);
    }

    function testFuzz_refusesOtherRedemptionId(bytes32 redemptionId) external {
        vm.assume(redemptionId != c.redemptionId);
        Claim memory forged = c;
        forged.redemptionId = redemptionId;
        _refuses(forged);
    }

    function testFuzz_refusesOtherDeadline(uint64 claimableUntil) external {
        vm.assume(claimableUntil != c.claimableUntil && claimableUntil >= vm.getBlockTimestamp());
        Claim memory forged = c;
        forged.claimableUntil = claimableUntil;
        _refuses(forged);
    }

    function testFuzz_refusesOtherTime(uint64 recordedAt) external {
        vm.assume(recordedAt != c.recordedAt);
        Claim memory forged = c;
        forged.recordedAt = recordedAt;
        _refuses(forged);
    }

    function testFuzz_refusesOtherSalt(bytes32 salt) external {
        vm.assume(salt != c.salt);
        Claim memory forged = c;
        forged.salt = salt;
        _refuses(forged);
    }

    function testFuzz_refusesOtherPlace(uint64 leafIndex) external {
        vm.assume(leafIndex != c.leafIndex);
        Claim memory forged = c;
        forged.leafIndex = leafIndex;
        _refuses(forged);
    }

    function testFuzz_refusesOtherHashInTheProof(uint256 at, bytes32 hash) external {
        Claim memory forged = c;
        at %= forged.proof.length;
        vm.assume(hash != forged.proof[at]);
        forged.proof[at] = hash;
        _refuses(forged);
    }

    /// @dev A true proof, under a log that is shorter or longer than the checkpoint.
    function testFuzz_refusesProofOfAnotherSize(uint256 size) external {
        fill(40);
        size = within(size, c.leafIndex + 1, entries.length);
        Claim memory forged = c;
        bytes32[] memory leaves = entries;
        forged.proof = leaves.inclusion(c.leafIndex, size);
        // Two sizes may share the path of a leaf that lies far to the left; here only the true size has it.
        vm.assume(keccak256(abi.encode(forged.proof)) != keccak256(abi.encode(c.proof)));
        _refuses(forged);
    }

    function testFuzz_refusesOtherChain(uint64 chainId) external {
        vm.assume(chainId != block.chainid);
        _refusesEntry("points.redeemed", streamOf(c), payloadOf(c, chainId, address(bridge)));
    }

    function testFuzz_refusesOtherBridge(address other) external {
        vm.assume(other != address(bridge));
        _refusesEntry("points.redeemed", streamOf(c), payloadOf(c, block.chainid, other));
    }

    function testFuzz_refusesOtherKind(bytes32 kind) external {
        vm.assume(kind != "points.redeemed");
        _refusesEntry(kind, streamOf(c), payloadOf(c, block.chainid, address(bridge)));
    }

    function testFuzz_refusesOtherStream(string calldata stream) external {
        vm.assume(keccak256(bytes(stream)) != keccak256(bytes(streamOf(c))));
        _refusesEntry("points.redeemed", stream, payloadOf(c, block.chainid, address(bridge)));
    }

    /// @dev The bytes of the entry that no claim speaks of: version, codec, position, previous.
    function testFuzz_refusesEveryOtherEntry(uint256 at, bytes1 byte_) external {
        Claim memory forged = redemption(2, holder, 9);
        bytes memory entry = entryOf(
            forged,
            "points.redeemed",
            streamOf(forged),
            payloadOf(forged, block.chainid, address(bridge))
        );
        at %= entry.length;
        vm.assume(byte_ != entry[at]);
        entry[at] = byte_;
        _refusesLeaf(forged, leafOf(entry));
    }

    function testFuzz_acceptsWhatWasRecorded(
        bytes32 redemptionId,
        address recipient,
        uint64 amount,
        uint64 recordedAt,
        bytes32 salt,
        uint64 before
    ) external {
        vm.assume(recipient != address(0) && redemptionId != c.redemptionId);
        fill(before % 30);
        Claim memory true_ = Claim(
            redemptionId,
            recipient,
            amount % (LIMIT / 2),
            uint64(vm.getBlockTimestamp()) + 1 days,
            recordedAt,
            salt,
            0,
            new bytes32[](0)
        );
        bridge.claim(publish(true_), true_);
        same(token.balanceOf(recipient), true_.amount * POINT, "balance");
    }

    function _refuses(Claim memory forged) private {
        notIncluded(forged);
        bridge.claim(checkpoint, forged);
        same(token.totalSupply(), 0, "nothing is minted");
        check(!bridge.claimed(forged.redemptionId), "nothing is used up");
    }

    function _refusesEntry(bytes32 kind, string memory stream, bytes memory payload) private {
        Claim memory forged = c;
        _refusesLeaf(forged, leafOf(entryOf(forged, kind, stream, payload)));
    }

    /// @dev The leaf is in the log, anchored, confirmed and mature; it is only not what the bridge rebuilds.
    function _refusesLeaf(Claim memory forged, bytes32 leaf) private {
        recordLeaf(forged, leaf);
        checkpoint = anchorAll();
        confirmAs(watcher, checkpoint);
        ripen(checkpoint);
        prove(forged, checkpoint);
        check(log.verifyInclusion(checkpoint, leaf, forged.leafIndex, forged.proof), "the entry is in the log");
        _refuses(forged);
    }
}
