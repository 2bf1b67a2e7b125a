// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {IPointsBridge} from "../../../src/IPointsBridge.sol";
import {PointsBridge} from "../../../src/PointsBridge.sol";
import {check, same} from "../Assertions.sol";
import {vm} from "../Vm.sol";
import {BridgeFixture} from "./BridgeFixture.sol";

contract BridgeDeploymentTest is BridgeFixture {
    function test_startsWithTokenLogAndSettings() external {
        vm.expectEmit();
        emit IPointsBridge.Followed(address(log));
        vm.expectEmit();
        emit IPointsBridge.MaturityChanged(MATURITY);
        vm.expectEmit();
        emit IPointsBridge.LimitChanged(77);
        PointsBridge fresh = new PointsBridge(address(manager), log, 77);

        same(fresh.token().bridge(), address(fresh), "the token's bridge");
        check(address(fresh.token()) != address(token), "every bridge has a token of its own");
        same(address(fresh.log()), address(log), "log");
        same(fresh.authority(), address(manager), "authority");
        same(fresh.maturity(), MATURITY, "maturity");
        same(fresh.limit(), 77, "limit");
        same(fresh.available(), 38, "available");
        same(fresh.deposits(), 0, "deposits");
        check(!fresh.paused(), "paused");
    }

    function test_refusesAuthorityWithoutCode() external {
        refused(IPointsBridge.PointsBridge_AuthorityWithoutCode.selector, abi.encode(stranger));
        new PointsBridge(stranger, log, LIMIT);
    }
}
