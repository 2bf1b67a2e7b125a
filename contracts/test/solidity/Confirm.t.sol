// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {Checkpoint, IPassportLog} from "../../src/IPassportLog.sol";
import {check, leavesOf} from "./Assertions.sol";
import {LogFixture} from "./LogFixture.sol";
import {vm} from "./Vm.sol";

contract ConfirmTest is LogFixture {
    function test_marksCheckpoint() external {
        bytes32[] memory leaves = leavesOf(1, 9);
        Checkpoint memory older = anchor(leaves, 4);
        Checkpoint memory newer = anchor(leaves, 9);
        vm.expectEmit(address(log));
        emit IPassportLog.Confirmed(older.index);
        confirmAs(watcher, older);

        (bool anchored, bool confirmed) = isAnchored(log, older);
        check(anchored && confirmed, "the older one is confirmed");
        (anchored, confirmed) = isAnchored(log, newer);
        check(anchored && !confirmed, "the newer one is not");
    }

    function test_onlyOnce() external {
        Checkpoint memory c = anchor(leavesOf(1, 4), 4);
        confirmAs(watcher, c);
        vm.expectRevert(abi.encodeWithSelector(IPassportLog.PassportLog_AlreadyConfirmed.selector, c.index));
        confirmAs(watcher, c);
    }

    function test_refusesOtherCheckpoint() external {
        Checkpoint memory c = anchor(leavesOf(1, 4), 4);
        c.size += 1;
        vm.expectRevert(abi.encodeWithSelector(IPassportLog.PassportLog_NotAnchored.selector, c.index));
        confirmAs(watcher, c);
    }

    function test_watcherOnly() external {
        Checkpoint memory c = anchor(leavesOf(1, 4), 4);
        address[4] memory others = [anchorer, guardian, stranger, address(this)];
        for (uint256 i = 0; i < others.length; ++i) {
            // The administrator hands the role out but does not have it.
            vm.expectRevert(unauthorized(others[i]));
            confirmAs(others[i], c);
        }
    }
}
