// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

/// @title Proofs over Merkle trees of RFC 6962, verified as RFC 9162 section 2.1 says
/// @notice Leaf = SHA-256(0x00 ‖ entry), node = SHA-256(0x01 ‖ left ‖ right).
/// @dev Written in assembly because `anchor` verifies about 25 hashes, and each would cost twice as much through
/// `sha256(abi.encodePacked(...))`. Every node is hashed in one place, 65 bytes from 0x1f on: the prefix, the left child
/// at 0x20, the right child at 0x40. That borrows the free-memory pointer, which is put back before the block ends.
/// `test/solidity/NaiveTree.sol` is the plain recursion of RFC 6962 that the fuzz tests compare this with.
library RFC9162 {
    /// @notice Root of the empty tree: SHA-256 of nothing.
    bytes32 internal constant EMPTY_ROOT = 0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855;

    /// @notice Whether the tree of `to` entries begins with the tree of `from` entries (RFC 9162 2.1.4.2).
    /// @dev False, never a revert, for anything that is not a proof; also for `from` = 0, from which the RFC defines
    /// no proof. Trees of equal size are consistent when their roots agree and the proof is empty.
    function isConsistent(
        uint256 from,
        uint256 to,
        bytes32 fromRoot,
        bytes32 toRoot,
        bytes32[] calldata proof
    ) internal view returns (bool valid) {
        if (from == 0 || from > to) return false;
        if (from == to) return proof.length == 0 && fromRoot == toRoot;
        assembly ("memory-safe") {
            let free := mload(0x40)
            let cursor := proof.offset
            let end := add(cursor, shl(5, proof.length))
            mstore(0x00, 1)
            valid := 1

            // Indexes of the last leaves; levels on which the old tree's right edge is a right child are complete
            // and need no proof.
            let first := sub(from, 1)
            let second := sub(to, 1)
            for {} and(first, 1) {} {
                first := shr(1, first)
                second := shr(1, second)
            }

            // The hashes computed on the way up. A tree of 2^n leaves is itself a node of the new one, so the proof
            // starts from its root; otherwise from the proof's first hash. (Where there is none, what lies behind the
            // proof is read, the loop does not run, and `second` is not zero.)
            let old := fromRoot
            if first {
                old := calldataload(cursor)
                cursor := add(cursor, 0x20)
            }
            let new := old

            // As long as the edges differ, the sibling is to the right and in the new tree alone, or it is to the left
            // and in both trees.
            for {} and(lt(cursor, end), iszero(eq(first, second))) { cursor := add(cursor, 0x20) } {
                switch and(first, 1)
                case 0 {
                    mstore(0x20, new)
                    mstore(0x40, calldataload(cursor))
                }
                default {
                    mstore(0x20, calldataload(cursor))
                    mstore(0x40, old)
                    valid := and(valid, staticcall(gas(), 2, 0x1f, 0x41, 0x40, 0x20))
                    old := mload(0x40)
                    mstore(0x40, new)
                }
                valid := and(valid, staticcall(gas(), 2, 0x1f, 0x41, 0x40, 0x20))
                new := mload(0x40)
                first := shr(1, first)
                second := shr(1, second)
            }
            // Above, both edges are the same node on every level: siblings are to the left, where there are any.
            for {} lt(cursor, end) { cursor := add(cursor, 0x20) } {
                if iszero(second) {
                    valid := 0
                    break
                }
                for {} iszero(and(second, 1)) {} { second := shr(1, second) }
                mstore(0x20, calldataload(cursor))
                mstore(0x40, old)
                valid := and(valid, staticcall(gas(), 2, 0x1f, 0x41, 0x40, 0x20))
                old := mload(0x40)
                mstore(0x40, new)
                valid := and(valid, staticcall(gas(), 2, 0x1f, 0x41, 0x40, 0x20))
                new := mload(0x40)
                second := shr(1, second)
            }
            mstore(0x40, free)
            valid := and(valid, and(eq(old, fromRoot), and(eq(new, toRoot), iszero(second))))
        }
    }

    /// @notice Whether `leaf` is entry number `index` (from 0) of the tree of `size` entries (RFC 9162 2.1.3.2).
    /// @dev False, never a revert, for anything that is not a proof.
    function isIncluded(
        uint256 index,
        uint256 size,
        bytes32 leaf,
        bytes32 root,
        bytes32[] calldata proof
    ) internal view returns (bool valid) {
        if (index >= size) return false;
        assembly ("memory-safe") {
            let free := mload(0x40)
            let cursor := proof.offset
            let end := add(cursor, shl(5, proof.length))
            mstore(0x00, 1)
            valid := 1

            let hash := leaf
            let node := index
            let last := sub(size, 1)
            for {} lt(cursor, end) { cursor := add(cursor, 0x20) } {
                if iszero(last) {
                    valid := 0
                    break
                }
                switch or(and(node, 1), eq(node, last))
                case 0 {
                    mstore(0x20, hash)
                    mstore(0x40, calldataload(cursor))
                }
                default {
                    mstore(0x20, calldataload(cursor))
                    mstore(0x40, hash)
                    for {} iszero(or(and(node, 1), iszero(node))) {} {
                        node := shr(1, node)
                        last := shr(1, last)
                    }
                }
                valid := and(valid, staticcall(gas(), 2, 0x1f, 0x41, 0x40, 0x20))
                hash := mload(0x40)
                node := shr(1, node)
                last := shr(1, last)
            }
            mstore(0x40, free)
            valid := and(valid, and(eq(hash, root), iszero(last)))
        }
    }
}
