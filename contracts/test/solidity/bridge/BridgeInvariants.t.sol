// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {NBToken} from "../../../src/NBToken.sol";
import {PointsBridge} from "../../../src/PointsBridge.sol";
import {check, same} from "../Assertions.sol";
import {FuzzSelector} from "../Invariants.t.sol";
import {Economy} from "./Economy.t.sol";

abstract contract BridgeInvariants {
    Economy internal economy;
    PointsBridge internal bridge;
    NBToken internal token;

    function start(uint64 most, uint64 limit) internal {
        economy = new Economy(most, limit);
        economy.started();
        (bridge, token) = economy.target();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(economy);
    }

    /// @dev `started` deploys everything, and is for `setUp` alone.
    function excludeSelectors() external view returns (FuzzSelector[] memory excluded) {
        excluded = new FuzzSelector[](1);
        excluded[0].addr = address(economy);
        excluded[0].selectors = new bytes4[](2);
        excluded[0].selectors[0] = economy.started.selector;
        excluded[0].selectors[1] = economy.setUp.selector;
    }

    function invariant_supplyIsWhatWasMintedAndNotBurnt() external view {
        same(token.totalSupply(), economy.minted() - economy.burnt(), "supply");
        same(economy.held(), token.totalSupply(), "and its holders have all of it");
        same(token.totalSupply() % 1e18, economy.held() % 1e18, "whole points");
    }

    /// @dev No name twice, nothing under a checkpoint that is unconfirmed or young, nothing expired, nothing while paused.
    function invariant_nothingIsMintedThatMayNotBe() external view {
        same(economy.wrongs(), 0, "mints that should have been refused");
    }

    function invariant_theThiefGetsNothing() external view {
        same(token.balanceOf(address(0xA4)), 0, "the thief's balance");
    }

    function invariant_neverMoreThanTheLimitInADay() external view {
        Economy.Mint[] memory mints = economy.allMints();
        uint256 first = 0;
        uint256 sum = 0;
        for (uint256 last = 0; last < mints.length; ++last) {
            sum += mints[last].value;
            for (; mints[last].time - mints[first].time > 24 hours; ++first) sum -= mints[first].value;
            check(sum <= uint256(bridge.limit()) * 1e18, "more than the limit in 24 hours");
        }
    }

    function invariant_theCapHolds() external view {
        check(token.totalSupply() <= 1_000_000_000e18, "beyond the cap");
    }

    function invariant_depositsAreNumberedWithoutGap() external view {
        same(bridge.deposits(), economy.burns(), "deposits");
    }
}

/// @dev Amounts that reach the limit often.
contract LimitInvariantsTest is BridgeInvariants {
    function setUp() external {
        start(30_000, 100_000);
    }
}

/// @dev Amounts that reach the cap.
contract CapInvariantsTest is BridgeInvariants {
    function setUp() external {
        start(400_000_000, 8_000_000_000);
    }
}
