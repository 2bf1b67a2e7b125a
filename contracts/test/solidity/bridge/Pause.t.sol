// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {Checkpoint} from "../../../src/IPassportLog.sol";
import {Claim, IPointsBridge} from "../../../src/IPointsBridge.sol";
import {check, same} from "../Assertions.sol";
import {vm} from "../Vm.sol";
import {BridgeFixture} from "./BridgeFixture.sol";

contract PauseTest is BridgeFixture {
    function test_guardianAndWatcherPauseAtOnce() external {
        address[2] memory pausers = [guardian, watcher];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectEmit(address(bridge));
            emit IPointsBridge.Paused(pausers[i]);
            vm.prank(pausers[i]);
            bridge.pause();
            check(bridge.paused(), "paused");
            vm.expectEmit(address(bridge));
            emit IPointsBridge.Unpaused(address(this));
            bridge.unpause();
            check(!bridge.paused(), "goes on");
        }
    }

    function test_pauseIsForThemAlone() external {
        address[3] memory others = [anchorer, stranger, address(this)];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(unauthorized(others[i]));
            vm.prank(others[i]);
            bridge.pause();
        }
    }

    function test_unpauseIsForTheAdministrator() external {
        vm.prank(watcher);
        bridge.pause();
        address[4] memory others = [anchorer, stranger, guardian, watcher];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(unauthorized(others[i]));
            vm.prank(others[i]);
            bridge.unpause();
        }
        check(bridge.paused(), "still paused");
    }

    /// @dev Whoever is second must not believe that it failed.
    function test_pausingTwiceIsNoError() external {
        vm.prank(watcher);
        bridge.pause();
        vm.prank(guardian);
        bridge.pause();
        check(bridge.paused(), "paused");
    }

    function test_claimsGoOnAfterwards() external {
        (Claim memory c, Checkpoint memory checkpoint) = ready(1, 250);
        vm.prank(guardian);
        bridge.pause();
        bridge.unpause();
        bridge.claim(checkpoint, c);
        same(token.totalSupply(), 250 * POINT, "supply");
    }

    function test_transfersNeverStop() external {
        (Claim memory c, Checkpoint memory checkpoint) = ready(1, 250);
        bridge.claim(checkpoint, c);
        vm.prank(guardian);
        bridge.pause();
        vm.prank(holder);
        token.transfer(stranger, 100 * POINT);
        same(token.balanceOf(stranger), 100 * POINT, "transferred");
    }
}
