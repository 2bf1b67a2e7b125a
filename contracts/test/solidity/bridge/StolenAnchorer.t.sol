// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {Checkpoint} from "../../../src/IPassportLog.sol";
import {Claim, IPointsBridge} from "../../../src/IPointsBridge.sol";
import {PassportLog} from "../../../src/PassportLog.sol";
import {leavesOf, same} from "../Assertions.sol";
import {NaiveTree} from "../NaiveTree.sol";
import {vm} from "../Vm.sol";
import {BridgeFixture} from "./BridgeFixture.sol";

/// @dev The thief holds the anchorer's key and no other; the administrator has the real delay.
contract StolenAnchorerTest is BridgeFixture {
    using NaiveTree for bytes32[];

    address private immutable admin = address(0xA5);
    address private immutable thief = address(0xBAD);
    uint32 private constant DELAY = 48 hours;

    Claim private honest;
    Checkpoint private lastHonest;

    function setUp() public override {
        super.setUp();
        manager.grantRole(0, admin, DELAY);
        manager.renounceRole(0, address(this));
        // An honest redemption is anchored and confirmed, and waits for maturity when the key is stolen.
        Claim memory c = redemption(1, holder, 250);
        record(c);
        lastHonest = anchorAll();
        confirmAs(watcher, lastHonest);
        prove(c, lastHonest);
        honest = c;
    }

    function test_inventedLeavesMintNothing() external {
        (Claim memory invented, Checkpoint memory forged) = _forge(0);
        ripen(forged);
        refused(IPointsBridge.PointsBridge_NotConfirmed.selector, abi.encode(forged.index));
        vm.prank(thief);
        bridge.claim(forged, invented);

        // Ever so much later, too.
        vm.warp(vm.getBlockTimestamp() + 20 days);
        refused(IPointsBridge.PointsBridge_NotConfirmed.selector, abi.encode(forged.index));
        vm.prank(thief);
        bridge.claim(forged, invented);
        same(token.totalSupply(), 0, "supply");
    }

    /// @dev The thief's key does not confirm, pause, or change anything else.
    function test_theKeyMayOnlyAnchor() external {
        (, Checkpoint memory forged) = _forge(0);
        vm.expectRevert(unauthorized(anchorer));
        confirmAs(anchorer, forged);
        vm.expectRevert(unauthorized(anchorer));
        vm.prank(anchorer);
        bridge.setMaturity(0);
        vm.expectRevert(unauthorized(anchorer));
        vm.prank(anchorer);
        bridge.setLimit(type(uint64).max);
    }

    /// @dev As many entries as one anchor may add, none of which exists: the right-hand side of the tree is one node.
    function test_jumpInSizeMintsNothing() external {
        uint64 size = lastHonest.size + log.MAX_GROWTH();
        (bytes32 root, bytes32[] memory proof) = _jump();
        vm.warp(newest.time + MIN_SPACING);
        vm.prank(anchorer);
        log.anchor(size, root, 0, newest.root, newest.time, proof);
        Checkpoint memory forged = Checkpoint(newest.index + 1, size, root, uint64(vm.getBlockTimestamp()));
        ripen(forged);
        refused(IPointsBridge.PointsBridge_NotConfirmed.selector, abi.encode(forged.index));
        bridge.claim(forged, honest);
        same(token.totalSupply(), 0, "supply");
    }

    /// @dev The thief anchors first; the honest log no longer extends the head. What was confirmed before still counts,
    /// what comes after waits for the successor.
    function test_raceWithTheHonestAnchorerMintsNothing() external {
        Checkpoint memory before = newest;
        (Claim memory invented, Checkpoint memory forged) = _forge(0);
        bytes32[] memory ours = new bytes32[](before.size + 5);
        for (uint256 i = 0; i < ours.length; ++i) ours[i] = i < before.size ? entries[i] : keccak256(abi.encode(i));
        bytes32[] memory proof = ours.consistency(before.size, ours.length);
        bytes32 root = ours.root(ours.length);
        vm.warp(forged.time + MIN_SPACING);
        vm.expectRevert();
        vm.prank(anchorer);
        log.anchor(uint64(ours.length), root, 0, before.root, before.time, proof);

        ripen(forged);
        refused(IPointsBridge.PointsBridge_NotConfirmed.selector, abi.encode(forged.index));
        bridge.claim(forged, invented);
        bridge.claim(lastHonest, honest);
        same(token.totalSupply(), 250 * POINT, "the honest redemption alone");
    }

    function test_recovery() external {
        // The honest house holds these entries; the thief's are not among them.
        bytes32[] memory ours = entries;
        (Claim memory invented, Checkpoint memory forged) = _forge(3);

        // At once: the watcher cannot confirm and pauses; the guardian freezes; a successor goes on.
        vm.prank(watcher);
        bridge.pause();
        vm.prank(guardian);
        log.freeze();
        PassportLog old = log;
        log = deploy(successorConfig(lastHonest));
        newest = log.start();

        // Two days later the old log ends; the administrator lets claims go on; anybody makes the bridge follow.
        _asAdmin(address(old), abi.encodeCall(old.retire, (lastHonest, address(log))));
        _asAdmin(address(bridge), abi.encodeCall(bridge.unpause, ()));
        refused(IPointsBridge.PointsBridge_NotAnchored.selector, abi.encode(forged.index));
        bridge.claim(forged, invented);
        vm.prank(stranger);
        bridge.follow();

        // The honest redemption, and a new one recorded after the theft, are claimed under the successor.
        bridge.claim(newest, honest);
        entries = ours;
        fill(4);
        Claim memory later = redemption(7, holder, 50);
        record(later);
        _appointWatcher();
        Checkpoint memory next = anchorAll();
        confirmAs(watcher, next);
        ripen(next);
        prove(later, next);
        bridge.claim(next, later);
        same(token.totalSupply(), 300 * POINT, "the honest redemptions alone");
    }

    /// @dev The successor's watcher is appointed like every other role: by the administrator.
    function _appointWatcher() private {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = log.confirm.selector;
        _asAdmin(
            address(manager),
            abi.encodeCall(manager.setTargetFunctionRole, (address(log), selectors, WATCHER))
        );
    }

    function _asAdmin(address target, bytes memory data) private {
        vm.prank(admin);
        manager.schedule(target, data, 0);
        vm.warp(vm.getBlockTimestamp() + DELAY);
        vm.prank(admin);
        manager.execute(target, data);
    }

    /// @dev A redemption nobody made, with a proof that holds, under an anchor by the stolen key.
    function _forge(uint256 more) private returns (Claim memory invented, Checkpoint memory forged) {
        invented = redemption(666, thief, LIMIT / 2);
        record(invented);
        fill(more);
        forged = anchorAll();
        prove(invented, forged);
    }

    /// @dev Root and consistency proof of a log of MAX_GROWTH more entries, from hashes made up at every place that the
    /// proof leaves open.
    function _jump() private view returns (bytes32 root, bytes32[] memory proof) {
        uint256 first = lastHonest.size - 1;
        uint256 second = lastHonest.size + log.MAX_GROWTH() - 1;
        bytes32[] memory leaves = entries;
        for (; first & 1 == 1; (first, second) = (first >> 1, second >> 1)) {}
        // Honest entries were four: a whole tree, which is the root itself and needs no hash of its own.
        root = leaves.root(lastHonest.size);
        proof = new bytes32[](0);
        bytes32[] memory invented = leavesOf(9, 64);
        for (uint256 level = 0; second > 0; ++level) {
            if (first & 1 == 0 && first != second) {
                root = sha256(bytes.concat(bytes1(0x01), root, invented[level]));
                proof = NaiveTree.append(proof, invented[level]);
            }
            (first, second) = (first >> 1, second >> 1);
        }
    }
}
