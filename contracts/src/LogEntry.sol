// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

/// @title Entries of the log, version 1, as docs/spec/entry.md says
/// @notice payload → commitment → entry (146 bytes) → leaf: what is claimed by inclusion is rebuilt here from its parts.
/// @dev Writes what it is given and refuses nothing: an entry that the specification refuses is no leaf of an honest log,
/// so no inclusion proof fits it. Plain Solidity, because the whole way costs some 2,000 gas, which assembly would halve,
/// and a claim more than 100,000.
library LogEntry {
    /// @notice Codec of a payload that is `abi.encode(…)`. (1 is the canonical JSON of RFC 8785.)
    uint8 internal constant ABI = 2;

    /// @notice Id of the stream called `name` (section 1): a thing's, such as `redemption:<hex>`.
    /// @dev Streams about people have a salt before the name; no contract may know one.
    function stream(string memory name) internal pure returns (bytes32) {
        return sha256(abi.encodePacked("luna/stream/1\n", name));
    }

    /// @notice What an entry says about its payload (section 3).
    function commitment(bytes32 salt, bytes memory payload) internal pure returns (bytes32) {
        return sha256(abi.encodePacked("luna/commit/1\n", salt, payload));
    }

    /// @notice The 146 bytes of an entry (section 4).
    /// @param kind ASCII, padded with zeros behind: `bytes32("points.redeemed")`.
    /// @param streamId Id of the stream.
    /// @param position Place in the stream, from 1.
    /// @param recordedAt Unix milliseconds.
    /// @param previous Leaf of the stream's preceding entry, zero at position 1.
    /// @param codec How the payload is written: `ABI`.
    /// @param payloadCommitment `commitment(salt, payload)`.
    function encode(
        bytes32 kind,
        bytes32 streamId,
        uint64 position,
        uint64 recordedAt,
        bytes32 previous,
        uint8 codec,
        bytes32 payloadCommitment
    ) internal pure returns (bytes memory) {
        return
            abi.encodePacked(uint8(1), codec, kind, streamId, position, recordedAt, previous, payloadCommitment);
    }

    /// @notice Leaf of an entry in the log (section 5, RFC 6962 section 2.1).
    function leaf(bytes memory entry) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(uint8(0), entry));
    }
}
