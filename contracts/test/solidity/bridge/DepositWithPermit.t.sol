// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {Claim, IPointsBridge} from "../../../src/IPointsBridge.sol";
import {same} from "../Assertions.sol";
import {vm} from "../Vm.sol";
import {BridgeFixture} from "./BridgeFixture.sol";

contract DepositWithPermitTest is BridgeFixture {
    bytes32 private constant REF = keccak256("reference");
    bytes32 private constant PERMIT =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
    uint256 private constant KEY = 0xbeef;

    struct Signature {
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    address private owner;
    uint256 private deadline;

    function setUp() public override {
        super.setUp();
        owner = vm.addr(KEY);
        Claim memory c = redemption(1, owner, 1_000);
        bridge.claim(publish(c), c);
        deadline = vm.getBlockTimestamp() + 10 minutes;
    }

    function test_allowsAndBurnsInOne() external {
        Signature memory signed = _sign(KEY, 300 * POINT, 0);
        vm.expectEmit(address(bridge));
        emit IPointsBridge.Deposited(0, owner, REF, 300);
        _deposit(300 * POINT, signed);
        same(token.totalSupply(), 700 * POINT, "supply");
        same(token.allowance(owner, address(bridge)), 0, "no allowance is left");
    }

    /// @dev Somebody saw the signature and sent it alone. The allowance stands, so the deposit does too.
    function test_frontRunPermitIsIgnored() external {
        Signature memory signed = _sign(KEY, 300 * POINT, 0);
        vm.prank(stranger);
        token.permit(owner, address(bridge), 300 * POINT, deadline, signed.v, signed.r, signed.s);
        _deposit(300 * POINT, signed);
        same(token.totalSupply(), 700 * POINT, "supply");
    }

    function test_anyRefusedPermitIsIgnoredWhereTheAllowanceSuffices() external {
        vm.prank(owner);
        token.approve(address(bridge), 300 * POINT);
        _deposit(300 * POINT, Signature(27, 0, 0));
        same(token.totalSupply(), 700 * POINT, "supply");
    }

    function test_refusesExpiredPermit() external {
        Signature memory signed = _sign(KEY, 300 * POINT, 0);
        vm.warp(deadline + 1);
        _refused(abi.encodeWithSignature("ERC2612ExpiredSignature(uint256)", deadline));
        _deposit(300 * POINT, signed);
    }

    function test_refusesPermitUsedBeforeWhenTheAllowanceIsSpent() external {
        Signature memory signed = _sign(KEY, 300 * POINT, 0);
        _deposit(300 * POINT, signed);
        vm.prank(owner);
        token.approve(address(bridge), 300 * POINT - 1);
        vm.expectRevert();
        _deposit(300 * POINT, signed);
        same(token.totalSupply(), 700 * POINT, "once");
    }

    function testFuzz_refusesOtherSigner(uint256 key) external {
        key = 1 + (key % type(uint128).max);
        vm.assume(key != KEY);
        Signature memory signed = _sign(key, 300 * POINT, 0);
        _refused(abi.encodeWithSignature("ERC2612InvalidSigner(address,address)", vm.addr(key), owner));
        _deposit(300 * POINT, signed);
    }

    /// @dev A stranger with the owner's signature burns nothing: it is the caller's tokens that are burnt.
    function test_burnsOnlyOfTheCaller() external {
        Signature memory signed = _sign(KEY, 300 * POINT, 0);
        vm.expectRevert();
        vm.prank(stranger);
        bridge.depositWithPermit(300 * POINT, REF, deadline, signed.v, signed.r, signed.s);
        same(token.totalSupply(), 1_000 * POINT, "supply");
    }

    function test_refusesDust() external {
        Signature memory signed = _sign(KEY, 300 * POINT + 1, 0);
        refused(IPointsBridge.PointsBridge_NotWholePoints.selector, abi.encode(300 * POINT + 1));
        _deposit(300 * POINT + 1, signed);
    }

    function _refused(bytes memory reason) private {
        refused(IPointsBridge.PointsBridge_PermitRefused.selector, abi.encode(reason));
    }

    function _deposit(uint256 value, Signature memory signed) private {
        vm.prank(owner);
        bridge.depositWithPermit(value, REF, deadline, signed.v, signed.r, signed.s);
    }

    function _sign(uint256 key, uint256 value, uint256 nonce) private view returns (Signature memory signed) {
        bytes32 struct_ = keccak256(abi.encode(PERMIT, owner, address(bridge), value, nonce, deadline));
        bytes32 digest_ = keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), struct_));
        (signed.v, signed.r, signed.s) = vm.sign(key, digest_);
    }
}
