// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {RFC9162} from "../../src/RFC9162.sol";
import {check, leavesOf, same, within} from "./Assertions.sol";
import {NaiveTree} from "./NaiveTree.sol";
import {vm} from "./Vm.sol";

/// @dev The library behind calls, because it reads proofs from calldata.
contract Proofs {
    function consistent(
        uint256 from,
        uint256 to,
        bytes32 fromRoot,
        bytes32 toRoot,
        bytes32[] calldata proof
    ) external view returns (bool) {
        return RFC9162.isConsistent(from, to, fromRoot, toRoot, proof);
    }

    function included(
        uint256 index,
        uint256 size,
        bytes32 leaf,
        bytes32 root,
        bytes32[] calldata proof
    ) external view returns (bool) {
        return RFC9162.isIncluded(index, size, leaf, root, proof);
    }

    /// @dev Whether memory is as a caller left it: what it had allocated, the free pointer, the zero slot.
    function keepsMemory(bytes32 root, bytes32[] calldata proof) external view returns (bool) {
        bytes32[] memory mine = leavesOf(1, 3);
        uint256 before;
        uint256 behind;
        bytes32 zero;
        assembly ("memory-safe") {
            before := mload(0x40)
        }
        RFC9162.isConsistent(3, 7, root, root, proof);
        RFC9162.isIncluded(3, 7, root, root, proof);
        assembly ("memory-safe") {
            behind := mload(0x40)
            zero := mload(0x60)
        }
        bytes32[] memory again = leavesOf(1, 3);
        return
            before == behind &&
            zero == 0 &&
            keccak256(abi.encodePacked(mine)) == keccak256(abi.encodePacked(again));
    }
}

contract RFC9162Test {
    using NaiveTree for bytes32[];

    uint256 private constant MOST = 130;
    Proofs private immutable proofs = new Proofs();

    function test_emptyRoot() external pure {
        same(RFC9162.EMPTY_ROOT, sha256(""), "root of nothing");
    }

    function test_everyPairOfSmallTrees() external view {
        uint256 most = 20;
        bytes32[] memory leaves = leavesOf(0, most);
        for (uint256 to = 1; to <= most; ++to) {
            bytes32 root = leaves.root(to);
            for (uint256 i = 0; i < to; ++i) {
                check(proofs.included(i, to, leaves[i], root, leaves.inclusion(i, to)), "included");
                check(proofs.consistent(i + 1, to, leaves.root(i + 1), root, leaves.consistency(i + 1, to)), "consistent");
            }
        }
    }

    // Consistency

    function testFuzz_consistent(uint256 seed, uint256 from, uint256 to) external view {
        (from, to) = _sizes(from, to);
        bytes32[] memory leaves = leavesOf(seed, to);
        check(
            proofs.consistent(from, to, leaves.root(from), leaves.root(to), leaves.consistency(from, to)),
            "a true extension was refused"
        );
    }

    function testFuzz_refusesFork(uint256 seed, uint256 from, uint256 to, uint256 at) external view {
        (from, to) = _sizes(from, to);
        bytes32[] memory leaves = leavesOf(seed, to);
        bytes32 old = leaves.root(from);
        leaves[at % from] ^= bytes32(uint256(1));
        check(
            !proofs.consistent(from, to, old, leaves.root(to), leaves.consistency(from, to)),
            "a tree that rewrites an old leaf was accepted"
        );
    }

    /// @dev From nothing anything would follow, and backwards is no growth, whatever the proof.
    function testFuzz_refusesFromNothingAndBackwards(uint256 seed, uint256 from, uint256 to) external view {
        (from, to) = _sizes(from, to);
        bytes32[] memory leaves = leavesOf(seed, to);
        (bytes32 old, bytes32 new_) = (leaves.root(from), leaves.root(to));
        bytes32[] memory proof = leaves.consistency(from, to);
        check(!proofs.consistent(0, to, old, new_, proof), "from nothing");
        check(!proofs.consistent(0, to, sha256(""), new_, new bytes32[](0)), "from the empty tree");
        if (from < to) check(!proofs.consistent(to, from, new_, old, proof), "backwards");
    }

    function testFuzz_refusesDamagedConsistency(
        uint256 seed,
        uint256 from,
        uint256 to,
        uint256 at,
        uint8 bit
    ) external view {
        (from, to) = _sizes(from, to);
        bytes32[] memory leaves = leavesOf(seed, to);
        (bytes32 old, bytes32 new_) = (leaves.root(from), leaves.root(to));
        bytes32[] memory proof = leaves.consistency(from, to);
        bytes32 flip = bytes32(uint256(1) << bit);

        check(!proofs.consistent(from, to, old ^ flip, new_, proof), "other old root");
        check(!proofs.consistent(from, to, old, new_ ^ flip, proof), "other new root");
        check(!proofs.consistent(from, to, old, new_, proof.append(new_)), "one hash too many");
        if (proof.length == 0) return;
        check(!proofs.consistent(from, to, old, new_, _shorter(proof)), "one hash too few");
        proof[at % proof.length] ^= flip;
        check(!proofs.consistent(from, to, old, new_, proof), "one bit flipped");
    }

    /// @dev The size says how high the tree is: neither a proof that ends below the root it claims, nor one that goes on
    /// above it, is a proof, even where every hash fits.
    function testFuzz_refusesOtherHeights(uint256 seed, uint256 from, uint256 to, bytes32 sibling) external view {
        (from, to) = _sizes(from, to);
        if (from == to) return;
        bytes32[] memory leaves = leavesOf(seed, to);
        (bytes32 old, bytes32 new_) = (leaves.root(from), leaves.root(to));
        bytes32[] memory proof = leaves.consistency(from, to);
        uint256 capacity = 1;
        while (capacity < to) capacity *= 2;
        check(!proofs.consistent(from, capacity + 1, old, new_, proof), "to a higher tree");
        check(
            !proofs.consistent(from, to, _node(sibling, old), _node(sibling, new_), proof.append(sibling)),
            "beyond the root"
        );
    }

    function testFuzz_refusesGarbage(uint64 from, uint64 to, bytes32 old, bytes32 new_, bytes32[] memory proof) external view {
        vm.assume(from != to || old != new_);
        check(!proofs.consistent(from, to, old, new_, proof), "consistency from nowhere");
        check(!proofs.included(from, to, old, new_, proof), "inclusion from nowhere");
    }

    // Inclusion

    function testFuzz_included(uint256 seed, uint256 index, uint256 size) external view {
        (index, size) = _place(index, size);
        bytes32[] memory leaves = leavesOf(seed, size);
        check(
            proofs.included(index, size, leaves[index], leaves.root(size), leaves.inclusion(index, size)),
            "a leaf of the tree was refused"
        );
    }

    function testFuzz_refusesOtherPlace(uint256 seed, uint256 index, uint256 size, uint256 other) external view {
        (index, size) = _place(index, size);
        bytes32[] memory leaves = leavesOf(seed, size);
        bytes32[] memory proof = leaves.inclusion(index, size);
        other = other % (size + 3);
        if (other != index) {
            check(!proofs.included(other, size, leaves[index], leaves.root(size), proof), "at another index");
        }
    }

    function testFuzz_refusesDamagedInclusion(
        uint256 seed,
        uint256 index,
        uint256 size,
        uint256 at,
        uint8 bit
    ) external view {
        (index, size) = _place(index, size);
        bytes32[] memory leaves = leavesOf(seed, size);
        (bytes32 leaf, bytes32 root) = (leaves[index], leaves.root(size));
        bytes32[] memory proof = leaves.inclusion(index, size);
        bytes32 flip = bytes32(uint256(1) << bit);

        check(!proofs.included(index, size, leaf ^ flip, root, proof), "other leaf");
        check(!proofs.included(index, size, leaf, root ^ flip, proof), "other root");
        check(!proofs.included(index, size, leaf, root, proof.append(root)), "one hash too many");
        if (proof.length == 0) return;
        check(!proofs.included(index, size, leaf, root, _shorter(proof)), "one hash too few");
        proof[at % proof.length] ^= flip;
        check(!proofs.included(index, size, leaf, root, proof), "one bit flipped");
    }

    function testFuzz_refusesOtherHeightsOfInclusion(
        uint256 seed,
        uint256 index,
        uint256 size,
        bytes32 sibling
    ) external view {
        (index, size) = _place(index, size);
        bytes32[] memory leaves = leavesOf(seed, size);
        (bytes32 leaf, bytes32 root) = (leaves[index], leaves.root(size));
        bytes32[] memory proof = leaves.inclusion(index, size);
        uint256 capacity = 1;
        while (capacity < size) capacity *= 2;
        check(!proofs.included(index, capacity + 1, leaf, root, proof), "in a higher tree");
        check(!proofs.included(index, size, leaf, _node(sibling, root), proof.append(sibling)), "beyond the root");
    }

    // The machine

    function testFuzz_keepsMemory(bytes32 root, bytes32[] memory proof) external view {
        check(proofs.keepsMemory(root, proof), "memory of the caller was changed");
    }

    /// @dev The precompile fails without reverting when gas runs out, and leaves the former hash in place.
    function test_shortOfGasAcceptsNothing() external view {
        bytes32[] memory leaves = leavesOf(3, 100);
        bytes32 other = leaves.root(99);
        bytes32[] memory path = leaves.inclusion(37, 100);
        bytes32[] memory proof = leaves.consistency(37, 100);
        bytes32 old = leaves.root(37);
        for (uint256 limit = 500; limit < 12_000; limit += 23) {
            try proofs.included{gas: limit}(37, 100, leaves[37], other, path) returns (bool accepted) {
                check(!accepted, "inclusion accepted");
            } catch {}
            try proofs.consistent{gas: limit}(37, 100, old, other, proof) returns (bool accepted) {
                check(!accepted, "consistency accepted");
            } catch {}
        }
    }

    function _sizes(uint256 from, uint256 to) private pure returns (uint256, uint256) {
        to = within(to, 1, MOST);
        return (within(from, 1, to), to);
    }

    function _place(uint256 index, uint256 size) private pure returns (uint256, uint256) {
        size = within(size, 1, MOST);
        return (index % size, size);
    }

    function _node(bytes32 left, bytes32 right) private pure returns (bytes32) {
        return sha256(bytes.concat(bytes1(0x01), left, right));
    }

    function _shorter(bytes32[] memory list) private pure returns (bytes32[] memory shorter) {
        shorter = new bytes32[](list.length - 1);
        for (uint256 i = 0; i < shorter.length; ++i) shorter[i] = list[i];
    }
}
