// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {NBToken} from "../../../src/NBToken.sol";
import {same} from "../Assertions.sol";
import {vm} from "../Vm.sol";

/// @dev The test is the bridge.
contract NBTokenTest {
    NBToken private token;
    address private immutable holder = address(0xB1);
    address private immutable stranger = address(0xB2);

    function setUp() external {
        token = new NBToken();
    }

    function test_isWhatTheHouseSays() external view {
        same(keccak256(bytes(token.name())), keccak256("LUNA Bitcoin"), "name");
        same(keccak256(bytes(token.symbol())), keccak256("NB"), "symbol");
        same(token.decimals(), 18, "decimals");
        same(token.cap(), 1_000_000_000e18, "cap");
        same(token.totalSupply(), 0, "supply");
        same(token.bridge(), address(this), "bridge");
    }

    function testFuzz_onlyTheBridgeMints(address who, uint256 value) external {
        vm.assume(who != address(this));
        vm.expectRevert(abi.encodeWithSelector(NBToken.NBToken_NotBridge.selector, who));
        vm.prank(who);
        token.mint(who, value);
    }

    /// @dev Not even of their own.
    function testFuzz_onlyTheBridgeBurns(address who) external {
        vm.assume(who != address(this) && who != address(0));
        token.mint(who, 5);
        vm.expectRevert(abi.encodeWithSelector(NBToken.NBToken_NotBridge.selector, who));
        vm.prank(who);
        token.burnFrom(who, 5);
    }

    function test_bridgeBurnsWhatItIsAllowed() external {
        token.mint(holder, 10);
        vm.prank(holder);
        token.approve(address(this), 4);
        token.burnFrom(holder, 3);
        same(token.totalSupply(), 7, "supply");
        same(token.allowance(holder, address(this)), 1, "allowance");
        vm.expectRevert(
            abi.encodeWithSignature("ERC20InsufficientAllowance(address,uint256,uint256)", address(this), 1, 2)
        );
        token.burnFrom(holder, 2);
    }

    /// @dev Burning by sending to nobody is not possible either.
    function test_transferToZeroIsRefused() external {
        token.mint(holder, 10);
        vm.expectRevert(abi.encodeWithSignature("ERC20InvalidReceiver(address)", address(0)));
        vm.prank(holder);
        token.transfer(address(0), 1);
    }

    function test_mintsUpToTheCap() external {
        token.mint(holder, token.cap());
        vm.expectRevert(
            abi.encodeWithSignature("ERC20ExceededCap(uint256,uint256)", token.cap() + 1, token.cap())
        );
        token.mint(stranger, 1);
    }

    function testFuzz_transfersAreOrdinary(uint128 have, uint128 send) external {
        token.mint(holder, have % token.cap());
        uint256 before = token.balanceOf(holder);
        uint256 value = send % (before + 1);
        vm.prank(holder);
        token.transfer(stranger, value);
        same(token.balanceOf(stranger), value, "received");
        same(token.balanceOf(holder), before - value, "left");
    }
}
