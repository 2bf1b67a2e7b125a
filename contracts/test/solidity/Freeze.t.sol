// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {IPassportLog} from "../../src/IPassportLog.sol";
import {leavesOf, same} from "./Assertions.sol";
import {LogFixture} from "./LogFixture.sol";
import {vm} from "./Vm.sol";

contract FreezeTest is LogFixture {
    function test_stopsAnchorsAtOnce() external {
        anchor(leavesOf(1, 9), 4);
        vm.expectEmit(address(log));
        emit IPassportLog.Frozen();
        vm.prank(guardian);
        log.freeze();

        (uint64 size, uint32 index, address who) = log.head();
        same(who, address(0), "anchorer");
        same(size, 4, "size stays");
        same(index, 1, "index stays");
        vm.warp(newest.time + MIN_SPACING);
        vm.expectRevert(abi.encodeWithSelector(IPassportLog.PassportLog_NotAnchorer.selector, anchorer));
        vm.prank(anchorer);
        log.anchor(9, keccak256("root"), 0, newest.root, newest.time, new bytes32[](0));
    }

    function test_guardianOnly() external {
        address[4] memory others = [anchorer, watcher, stranger, address(this)];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(unauthorized(others[i]));
            vm.prank(others[i]);
            log.freeze();
        }
    }

    function test_appointThaws() external {
        bytes32[] memory leaves = leavesOf(1, 9);
        anchor(leaves, 4);
        vm.prank(guardian);
        log.freeze();
        vm.expectEmit(address(log));
        emit IPassportLog.AnchorerAppointed(anchorer);
        log.appoint(anchorer);
        anchor(leaves, 9);
    }

    function test_appointIsForTheAdministrator() external {
        address[4] memory others = [anchorer, watcher, stranger, guardian];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(unauthorized(others[i]));
            vm.prank(others[i]);
            log.appoint(others[i]);
        }
        vm.expectRevert(abi.encodeWithSelector(IPassportLog.PassportLog_Zero.selector, "anchorer"));
        log.appoint(address(0));
    }
}
