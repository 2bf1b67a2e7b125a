// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

error Different(string what, bytes32 seen, bytes32 wanted);
error Untrue(string what);

function check(bool condition, string memory what) pure {
    if (!condition) revert Untrue(what);
}

function same(uint256 seen, uint256 wanted, string memory what) pure {
    if (seen != wanted) revert Different(what, bytes32(seen), bytes32(wanted));
}

function same(bytes32 seen, bytes32 wanted, string memory what) pure {
    if (seen != wanted) revert Different(what, seen, wanted);
}

function same(address seen, address wanted, string memory what) pure {
    if (seen != wanted) revert Different(what, bytes32(bytes20(seen)), bytes32(bytes20(wanted)));
}

/// @dev A number from `low` to `high`, both included, made of a fuzzed one.
function within(uint256 fuzzed, uint256 low, uint256 high) pure returns (uint256) {
    return low + (fuzzed % (high - low + 1));
}

/// @dev Leaf hashes of a tree that exists nowhere else.
function leavesOf(uint256 seed, uint256 size) pure returns (bytes32[] memory leaves) {
    leaves = new bytes32[](size);
    for (uint256 i = 0; i < size; ++i) leaves[i] = keccak256(abi.encode(seed, i));
}
