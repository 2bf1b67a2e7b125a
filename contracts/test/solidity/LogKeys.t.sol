// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {IPassportLog} from "../../src/IPassportLog.sol";
import {same} from "./Assertions.sol";
import {LogFixture} from "./LogFixture.sol";
import {vm} from "./Vm.sol";

contract LogKeysTest is LogFixture {
    bytes32 private constant NEXT = keccak256("next log key");

    function test_rotation() external {
        vm.expectEmit(address(log));
        emit IPassportLog.LogKeyAdded(NEXT, 1_000);
        log.addLogKey(NEXT, 1_000);
        vm.expectEmit(address(log));
        emit IPassportLog.LogKeyEnded(LOG_KEY, 1_500);
        log.endLogKey(LOG_KEY, 1_500);

        _bounds(LOG_KEY, 0, 1_500);
        _bounds(NEXT, 1_000, type(uint64).max);
    }

    function test_unknownKeyHasNoBounds() external {
        _bounds(NEXT, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IPassportLog.PassportLog_LogKeyUnknown.selector, NEXT));
        log.endLogKey(NEXT, 5);
    }

    function test_keyIsAddedOnce() external {
        bytes memory known = abi.encodeWithSelector(IPassportLog.PassportLog_LogKeyKnown.selector, LOG_KEY);
        vm.expectRevert(known);
        log.addLogKey(LOG_KEY, 7);
        log.endLogKey(LOG_KEY, 5);
        vm.expectRevert(known);
        log.addLogKey(LOG_KEY, 7);
        vm.expectRevert(abi.encodeWithSelector(IPassportLog.PassportLog_Zero.selector, "key"));
        log.addLogKey(0, 7);
    }

    function test_keyCannotBeginAtTheEndOfNumbers() external {
        uint64 last = type(uint64).max;
        vm.expectRevert(
            abi.encodeWithSelector(IPassportLog.PassportLog_LogKeyEndInvalid.selector, NEXT, last, last)
        );
        log.addLogKey(NEXT, last);
    }

    /// @dev A compromise may be found late: the end moves into the past, never into the future.
    function test_endOnlyMovesForward() external {
        log.addLogKey(NEXT, 100);
        log.endLogKey(NEXT, 900);
        log.endLogKey(NEXT, 500);
        _bounds(NEXT, 100, 500);
        uint64[4] memory refused = [uint64(500), 501, 100, 0];
        for (uint256 i = 0; i < refused.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IPassportLog.PassportLog_LogKeyEndInvalid.selector, NEXT, 100, refused[i])
            );
            log.endLogKey(NEXT, refused[i]);
        }
    }

    function test_areForTheAdministrator() external {
        address[4] memory others = [anchorer, watcher, stranger, guardian];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(unauthorized(others[i]));
            vm.prank(others[i]);
            log.addLogKey(NEXT, 1);
            vm.expectRevert(unauthorized(others[i]));
            vm.prank(others[i]);
            log.endLogKey(LOG_KEY, 1);
        }
    }

    function _bounds(bytes32 key, uint64 from, uint64 until) private view {
        (uint64 seenFrom, uint64 seenUntil) = log.logKey(key);
        same(seenFrom, from, "from");
        same(seenUntil, until, "until");
    }
}
