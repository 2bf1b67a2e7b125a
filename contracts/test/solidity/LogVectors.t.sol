// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {check, same} from "./Assertions.sol";
import {NaiveTree} from "./NaiveTree.sol";
import {Proofs} from "./RFC9162.t.sol";
import {vm} from "./Vm.sol";

/// @dev docs/spec/vectors/log.json, which TypeScript and SQL read too.
contract LogVectorsTest {
    string private json;
    Proofs private proofs;

    function setUp() external {
        json = vm.readFile("docs/spec/vectors/log.json");
        proofs = new Proofs();
    }

    function test_leaves() external view {
        uint256 i = 0;
        for (; _has(".leaves", i); ++i) {
            string memory at = _at(".leaves", i);
            bytes memory entry = vm.parseBytes(string.concat("0x", _text(at, ".entry")));
            same(NaiveTree.leafHash(entry), _hash(at, ".leaf"), at);
        }
        check(i > 0, "no leaves in the file");
    }

    function test_inclusion() external view {
        _inclusion(".inclusion", true);
    }

    function test_refusedInclusion() external view {
        _inclusion(".refusedInclusion", false);
    }

    function test_consistency() external view {
        _consistency(".consistency", true);
    }

    function test_refusedConsistency() external view {
        _consistency(".refusedConsistency", false);
    }

    function _inclusion(string memory list, bool wanted) private view {
        uint256 i = 0;
        for (; _has(list, i); ++i) {
            string memory at = _at(list, i);
            bool accepted = proofs.included(
                _number(at, ".index"),
                _number(at, ".size"),
                _hash(at, ".leaf"),
                _hash(at, ".root"),
                _proof(at)
            );
            check(accepted == wanted, at);
        }
        check(i > 0, list);
    }

    function _consistency(string memory list, bool wanted) private view {
        uint256 i = 0;
        for (; _has(list, i); ++i) {
            string memory at = _at(list, i);
            bool accepted = proofs.consistent(
                _number(at, ".from"),
                _number(at, ".to"),
                _hash(at, ".fromRoot"),
                _hash(at, ".toRoot"),
                _proof(at)
            );
            check(accepted == wanted, at);
        }
        check(i > 0, list);
    }

    function _has(string memory list, uint256 i) private view returns (bool) {
        return vm.keyExistsJson(json, _at(list, i));
    }

    function _at(string memory list, uint256 i) private pure returns (string memory) {
        return string.concat(list, "[", vm.toString(i), "]");
    }

    function _text(string memory at, string memory key) private view returns (string memory) {
        return vm.parseJsonString(json, string.concat(at, key));
    }

    function _number(string memory at, string memory key) private view returns (uint256) {
        return vm.parseJsonUint(json, string.concat(at, key));
    }

    function _hash(string memory at, string memory key) private view returns (bytes32) {
        return vm.parseBytes32(string.concat("0x", _text(at, key)));
    }

    function _proof(string memory at) private view returns (bytes32[] memory proof) {
        string[] memory hashes = vm.parseJsonStringArray(json, string.concat(at, ".proof"));
        proof = new bytes32[](hashes.length);
        for (uint256 i = 0; i < hashes.length; ++i) {
            proof[i] = vm.parseBytes32(string.concat("0x", hashes[i]));
        }
    }
}
