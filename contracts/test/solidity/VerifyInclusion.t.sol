// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {Checkpoint} from "../../src/IPassportLog.sol";
import {check, leavesOf, within} from "./Assertions.sol";
import {LogFixture} from "./LogFixture.sol";
import {NaiveTree} from "./NaiveTree.sol";

contract VerifyInclusionTest is LogFixture {
    using NaiveTree for bytes32[];

    function testFuzz_everyLeafUnderEveryCheckpoint(uint256 seed, uint256 first, uint256 added, uint64 index) external {
        first = within(first, 1, 40);
        bytes32[] memory leaves = leavesOf(seed, first + within(added, 1, 40));
        Checkpoint memory older = anchor(leaves, first);
        Checkpoint memory newer = anchor(leaves, leaves.length);
        index = uint64(index % leaves.length);

        bytes32[] memory proof = leaves.inclusion(index, leaves.length);
        check(log.verifyInclusion(newer, leaves[index], index, proof), "under the newest checkpoint");
        check(!log.verifyInclusion(newer, ~leaves[index], index, proof), "another leaf");
        if (index < first) {
            proof = leaves.inclusion(index, first);
            check(log.verifyInclusion(older, leaves[index], index, proof), "under an older checkpoint");
        } else {
            check(!log.verifyInclusion(older, leaves[index], index, proof), "a leaf that came later");
        }
    }

    function test_refusesCheckpointThatWasNeverAnchored() external {
        bytes32[] memory leaves = leavesOf(1, 9);
        Checkpoint memory c = anchor(leaves, 4);
        (c.size, c.root) = (9, leaves.root(9));
        check(!log.verifyInclusion(c, leaves[5], 5, leaves.inclusion(5, 9)), "invented checkpoint");
    }
}
