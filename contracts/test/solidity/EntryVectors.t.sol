// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {LogEntry} from "../../src/LogEntry.sol";
import {check, same} from "./Assertions.sol";
import {VectorFile} from "./VectorFile.sol";

contract EntryVectorsTest is VectorFile("entry.json") {
    function test_streams() external view {
        uint256 i = 0;
        for (; _has(".streams", i); ++i) {
            string memory at = _at(".streams", i);
            // A salt, where there is one, stands before the name.
            bool salted = keccak256(bytes(_text(at, ".salt"))) != keccak256("null");
            bytes memory salt = salted ? _bytes(at, ".salt") : bytes("");
            string memory name = string(bytes.concat(salt, bytes(_text(at, ".name"))));
            same(LogEntry.stream(name), _hash(at, ".id"), at);
        }
        check(i > 0, "no streams in the file");
    }

    function test_commitments() external view {
        uint256 i = 0;
        for (; _has(".commitments", i); ++i) {
            string memory at = _at(".commitments", i);
            bytes32 seen = LogEntry.commitment(_hash(at, ".salt"), _bytes(at, ".payloadHex"));
            same(seen, _hash(at, ".commitment"), at);
        }
        check(i > 0, "no commitments in the file");
    }

    function test_entries() external view {
        uint256 i = 0;
        for (; _has(".entries", i); ++i) {
            string memory at = _at(".entries", i);
            bytes memory entry = _encode(string.concat(at, ".fields"));
            same(keccak256(entry), keccak256(_bytes(at, ".entry")), at);
            same(LogEntry.leaf(entry), _hash(at, ".leaf"), at);
        }
        check(i > 0, "no entries in the file");
    }

    function _encode(string memory fields) private view returns (bytes memory) {
        return
            LogEntry.encode(
                bytes32(bytes(_text(fields, ".kind"))),
                _hash(fields, ".stream"),
                uint64(_number(fields, ".position")),
                uint64(_number(fields, ".recordedAt")),
                _hash(fields, ".previous"),
                uint8(_number(fields, ".codec")),
                _hash(fields, ".commitment")
            );
    }
}
