// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

/// @dev RFC 6962 section 2.1 written down word for word over lists of leaf hashes, sharing nothing with RFC9162.sol:
/// slow, and plainly right. The list D[from:to] is given by its bounds.
library NaiveTree {
    /// @dev MTH({d}) of one entry.
    function leafHash(bytes memory entry) internal pure returns (bytes32) {
        return sha256(bytes.concat(bytes1(0x00), entry));
    }

    /// @dev MTH(D[from:to]), given the leaf hashes.
    function root(bytes32[] memory leaves, uint256 from, uint256 to) internal pure returns (bytes32) {
        if (from == to) return sha256("");
        if (to - from == 1) return leaves[from];
        uint256 middle = from + _split(to - from);
        return sha256(bytes.concat(bytes1(0x01), root(leaves, from, middle), root(leaves, middle, to)));
    }

    function root(bytes32[] memory leaves, uint256 size) internal pure returns (bytes32) {
        return root(leaves, 0, size);
    }

    /// @dev PATH(m, D[n]).
    function inclusion(bytes32[] memory leaves, uint256 m, uint256 n) internal pure returns (bytes32[] memory) {
        return _path(leaves, m, 0, n);
    }

    /// @dev PROOF(m, D[n]).
    function consistency(bytes32[] memory leaves, uint256 m, uint256 n) internal pure returns (bytes32[] memory) {
        return _subproof(leaves, m, 0, n, true);
    }

    function _path(
        bytes32[] memory leaves,
        uint256 m,
        uint256 from,
        uint256 to
    ) private pure returns (bytes32[] memory) {
        if (to - from == 1) return new bytes32[](0);
        uint256 k = _split(to - from);
        return
            m < k
                ? append(_path(leaves, m, from, from + k), root(leaves, from + k, to))
                : append(_path(leaves, m - k, from + k, to), root(leaves, from, from + k));
    }

    function _subproof(
        bytes32[] memory leaves,
        uint256 m,
        uint256 from,
        uint256 to,
        bool known
    ) private pure returns (bytes32[] memory) {
        if (m == to - from) {
            return known ? new bytes32[](0) : append(new bytes32[](0), root(leaves, from, to));
        }
        uint256 k = _split(to - from);
        return
            m <= k
                ? append(_subproof(leaves, m, from, from + k, known), root(leaves, from + k, to))
                : append(_subproof(leaves, m - k, from + k, to, false), root(leaves, from, from + k));
    }

    /// @dev The largest power of two smaller than n.
    function _split(uint256 n) private pure returns (uint256 k) {
        for (k = 1; k * 2 < n; k *= 2) {}
    }

    /// @dev A copy of the list with one hash more.
    function append(bytes32[] memory list, bytes32 item) internal pure returns (bytes32[] memory longer) {
        longer = new bytes32[](list.length + 1);
        for (uint256 i = 0; i < list.length; ++i) longer[i] = list[i];
        longer[list.length] = item;
    }
}
