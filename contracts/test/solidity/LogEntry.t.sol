// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {LogEntry} from "../../src/LogEntry.sol";
import {same} from "./Assertions.sol";
import {NaiveTree} from "./NaiveTree.sol";

contract LogEntryTest {
    struct Fields {
        uint8 codec;
        bytes32 kind;
        bytes32 stream;
        uint64 position;
        uint64 recordedAt;
        bytes32 previous;
        bytes32 commitment;
    }

    function testFuzz_entry(Fields memory f) external pure {
        bytes memory seen = LogEntry.encode(
            f.kind,
            f.stream,
            f.position,
            f.recordedAt,
            f.previous,
            f.codec,
            f.commitment
        );
        bytes memory wanted = _byTheTable(f);
        same(seen.length, 146, "length");
        same(keccak256(seen), keccak256(wanted), "bytes");
        same(LogEntry.leaf(seen), NaiveTree.leafHash(wanted), "leaf");
    }

    function testFuzz_commitment(bytes32 salt, bytes memory payload) external pure {
        bytes memory hashed = bytes.concat(hex"6c756e612f636f6d6d69742f310a", salt, payload);
        same(LogEntry.commitment(salt, payload), sha256(hashed), "commitment");
    }

    function testFuzz_stream(string memory name) external pure {
        bytes memory hashed = bytes.concat(hex"6c756e612f73747265616d2f310a", bytes(name));
        same(LogEntry.stream(name), sha256(hashed), "stream");
    }

    /// @dev A redemption as the bridge will rebuild it, from nothing but what a claim says.
    function test_redemption() external pure {
        bytes memory payload = abi.encode(uint256(137), address(7), address(8), uint256(9), bytes32("id"), uint64(10));
        bytes32 committed = LogEntry.commitment(bytes32("salt"), payload);
        bytes32 stream = LogEntry.stream("redemption:00");
        bytes memory entry = LogEntry.encode("points.redeemed", stream, 1, 2, 0, LogEntry.ABI, committed);
        Fields memory f = Fields(2, bytes15("points.redeemed"), stream, 1, 2, 0, committed);
        same(LogEntry.leaf(entry), NaiveTree.leafHash(_byTheTable(f)), "leaf");
    }

    /// @dev The table of docs/spec/entry.md section 4, byte by byte.
    function _byTheTable(Fields memory f) private pure returns (bytes memory entry) {
        entry = new bytes(146);
        entry[0] = 0x01;
        entry[1] = bytes1(f.codec);
        for (uint256 i = 0; i < 32; ++i) {
            entry[2 + i] = f.kind[i];
            entry[34 + i] = f.stream[i];
            entry[82 + i] = f.previous[i];
            entry[114 + i] = f.commitment[i];
        }
        for (uint256 i = 0; i < 8; ++i) {
            entry[66 + i] = bytes1(uint8(f.position >> (56 - 8 * i)));
            entry[74 + i] = bytes1(uint8(f.recordedAt >> (56 - 8 * i)));
        }
    }
}
