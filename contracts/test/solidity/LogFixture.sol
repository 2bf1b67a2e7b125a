// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {Checkpoint, Config} from "../../src/IPassportLog.sol";
import {PassportLog} from "../../src/PassportLog.sol";
import {NaiveTree} from "./NaiveTree.sol";
import {vm} from "./Vm.sol";

/// @dev A deployed log with its roles handed out, and anchors as an honest anchorer makes them. The test itself is the
/// administrator, without delay; RecoveryTest has the real one.
abstract contract LogFixture {
    using NaiveTree for bytes32[];

    uint64 internal constant GUARDIAN = 1;
    uint64 internal constant WATCHER = 2;
    uint32 internal constant MIN_SPACING = 30;
    uint32 internal constant MATURITY = 600;
    bytes32 internal constant LOG_KEY = keccak256("log key");
    string internal constant ORIGIN = "log.example/luna";

    address internal immutable anchorer = address(0xA1);
    address internal immutable guardian = address(0xA2);
    address internal immutable watcher = address(0xA3);
    address internal immutable stranger = address(0xA4);

    AccessManager internal manager;
    PassportLog internal log;
    /// @dev Newest checkpoint of `log`, as whoever anchors has to know it.
    Checkpoint internal newest;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        manager = new AccessManager(address(this));
        log = deploy(firstConfig());
        newest = log.start();
        giveRoles(log);
        manager.grantRole(GUARDIAN, guardian, 0);
        manager.grantRole(WATCHER, watcher, 0);
    }

    function firstConfig() internal view returns (Config memory config) {
        config.origin = ORIGIN;
        config.logKey = LOG_KEY;
        config.authority = address(manager);
        config.anchorer = anchorer;
        config.minSpacing = MIN_SPACING;
        config.maturity = MATURITY;
    }

    function successorConfig(Checkpoint memory start) internal view returns (Config memory config) {
        config = firstConfig();
        config.predecessor = address(log);
        config.start = start;
    }

    /// @dev A call of its own, so that `expectRevert` sees the constructor and nothing before it.
    function deploy(Config memory config) internal returns (PassportLog) {
        return new PassportLog(config);
    }

    function giveRoles(PassportLog target) internal {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = target.freeze.selector;
        manager.setTargetFunctionRole(address(target), selectors, GUARDIAN);
        selectors[0] = target.confirm.selector;
        manager.setTargetFunctionRole(address(target), selectors, WATCHER);
    }

    /// @dev Anchors the first `size` leaves as soon as it may be done.
    function anchor(bytes32[] memory leaves, uint256 size) internal returns (Checkpoint memory) {
        vm.warp(newest.time + MIN_SPACING);
        return anchorNow(leaves, size);
    }

    function anchorNow(bytes32[] memory leaves, uint256 size) internal returns (Checkpoint memory) {
        bytes32 root = leaves.root(size);
        bytes32[] memory proof = extension(leaves, size);
        vm.prank(anchorer);
        log.anchor(uint64(size), root, manifestOf(size), newest.root, newest.time, proof);
        newest = Checkpoint(newest.index + 1, uint64(size), root, uint64(vm.getBlockTimestamp()));
        return newest;
    }

    /// @dev The proof from the newest checkpoint, whatever it is worth.
    function extension(bytes32[] memory leaves, uint256 size) internal view returns (bytes32[] memory) {
        return
            newest.size == 0 || newest.size > size
                ? new bytes32[](0)
                : leaves.consistency(newest.size, size);
    }

    function manifestOf(uint256 size) internal pure returns (bytes32) {
        return keccak256(abi.encode("manifest", size));
    }

    function digest(Checkpoint memory checkpoint, bool confirmed) internal pure returns (bytes32) {
        return keccak256(abi.encode(checkpoint.size, checkpoint.root, checkpoint.time, confirmed));
    }

    function isAnchored(PassportLog target, Checkpoint memory c) internal view returns (bool anchored, bool confirmed) {
        return target.isAnchored(c.index, c.size, c.root, c.time);
    }

    function confirmAs(address who, Checkpoint memory c) internal {
        vm.prank(who);
        log.confirm(c.index, c.size, c.root, c.time);
    }

    /// @dev The error of every restricted call made by someone else.
    function unauthorized(address who) internal pure returns (bytes memory) {
        return abi.encodeWithSignature("AccessManagedUnauthorized(address)", who);
    }
}
