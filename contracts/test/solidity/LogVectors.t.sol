// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {check, same} from "./Assertions.sol";
import {NaiveTree} from "./NaiveTree.sol";
import {Proofs} from "./RFC9162.t.sol";
import {VectorFile} from "./VectorFile.sol";

contract LogVectorsTest is VectorFile("log.json") {
    Proofs private immutable proofs = new Proofs();

    function test_leaves() external view {
        uint256 i = 0;
        for (; _has(".leaves", i); ++i) {
            string memory at = _at(".leaves", i);
            same(NaiveTree.leafHash(_bytes(at, ".entry")), _hash(at, ".leaf"), at);
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
                _hashes(at, ".proof")
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
                _hashes(at, ".proof")
            );
            check(accepted == wanted, at);
        }
        check(i > 0, list);
    }
}
