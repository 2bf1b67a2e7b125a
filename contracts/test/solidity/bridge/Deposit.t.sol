// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {Checkpoint} from "../../../src/IPassportLog.sol";
import {Claim, IPointsBridge} from "../../../src/IPointsBridge.sol";
import {same} from "../Assertions.sol";
import {vm} from "../Vm.sol";
import {BridgeFixture} from "./BridgeFixture.sol";

contract DepositTest is BridgeFixture {
    bytes32 private constant REF = keccak256("reference");

    function setUp() public override {
        super.setUp();
        (Claim memory c, Checkpoint memory checkpoint) = ready(1, 1_000);
        bridge.claim(checkpoint, c);
        _allow(type(uint256).max);
    }

    function test_burnsInPlace() external {
        _emits(0, 300);
        _deposit(300 * POINT);
        same(token.balanceOf(holder), 700 * POINT, "balance");
        same(token.totalSupply(), 700 * POINT, "supply");
        same(token.balanceOf(address(bridge)), 0, "the bridge holds nothing");
    }

    function test_numbersDeposits() external {
        for (uint48 i = 0; i < 3; ++i) {
            _emits(i, i + 1);
            _deposit((i + 1) * POINT);
        }
        same(bridge.deposits(), 3, "deposits");
    }

    function test_spendsTheAllowance() external {
        _allow(300 * POINT);
        _deposit(200 * POINT);
        same(token.allowance(holder, address(bridge)), 100 * POINT, "allowance");
        refused(
            bytes4(keccak256("ERC20InsufficientAllowance(address,uint256,uint256)")),
            abi.encode(address(bridge), 100 * POINT, 101 * POINT)
        );
        _deposit(101 * POINT);
    }

    function testFuzz_refusesDust(uint256 value) external {
        if (value % POINT == 0) value += 1;
        refused(IPointsBridge.PointsBridge_NotWholePoints.selector, abi.encode(value));
        _deposit(value);
    }

    function test_refusesNothing() external {
        refused(IPointsBridge.PointsBridge_NotWholePoints.selector, abi.encode(0));
        _deposit(0);
    }

    function testFuzz_refusesMoreThanTheBalance(uint256 points) external {
        uint256 value = (1_001 + (points % type(uint128).max)) * POINT;
        refused(
            bytes4(keccak256("ERC20InsufficientBalance(address,uint256,uint256)")),
            abi.encode(holder, 1_000 * POINT, value)
        );
        _deposit(value);
        same(bridge.deposits(), 0, "no number is used up");
    }

    function testFuzz_burnsAnyWholePoints(uint256 points) external {
        points = 1 + (points % 1_000);
        _deposit(points * POINT);
        same(token.totalSupply(), (1_000 - points) * POINT, "supply");
    }

    /// @dev A pause is about tokens that come, not about holders who go.
    function test_goesOnWhilePaused() external {
        vm.prank(guardian);
        bridge.pause();
        _deposit(POINT);
        same(token.totalSupply(), 999 * POINT, "supply");
    }

    function test_leavesTheLimitAlone() external {
        uint256 before = bridge.available();
        _deposit(500 * POINT);
        same(bridge.available(), before, "burning makes no room");
    }

    function _emits(uint48 index, uint256 points) private {
        vm.expectEmit(address(bridge));
        emit IPointsBridge.Deposited(index, holder, REF, points);
    }

    function _allow(uint256 value) private {
        vm.prank(holder);
        token.approve(address(bridge), value);
    }

    function _deposit(uint256 value) private {
        vm.prank(holder);
        bridge.deposit(value, REF);
    }
}
