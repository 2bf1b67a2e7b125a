// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {Checkpoint, Config, IPassportLog} from "../../src/IPassportLog.sol";
import {PassportLog} from "../../src/PassportLog.sol";
import {check, leavesOf, same} from "./Assertions.sol";
import {LogFixture} from "./LogFixture.sol";
import {vm} from "./Vm.sol";

contract RetireTest is LogFixture {
    Checkpoint private honest;
    Checkpoint private withdrawn;
    PassportLog private next;

    function setUp() public override {
        super.setUp();
        bytes32[] memory leaves = leavesOf(1, 9);
        honest = anchor(leaves, 4);
        withdrawn = anchor(leaves, 9);
        next = deploy(successorConfig(honest));
    }

    function test_endsTheContract() external {
        vm.expectEmit(address(log));
        emit IPassportLog.Retired(honest.index, 4, honest.root, address(next));
        log.retire(honest, address(next));

        (uint32 lastHonest, address successor) = log.retirement();
        same(lastHonest, honest.index, "last honest");
        same(successor, address(next), "successor");
        (, , address who) = log.head();
        same(who, address(0), "nobody anchors");
    }

    function test_withdrawsWhatCameAfter() external {
        log.retire(honest, address(next));
        (bool anchored, ) = isAnchored(log, honest);
        check(anchored, "the honest checkpoint stands");
        (anchored, ) = isAnchored(log, withdrawn);
        check(!anchored, "the later one is withdrawn");
        check(log.ring(withdrawn.index) == digest(withdrawn, false), "but not hidden");
        vm.expectRevert(abi.encodeWithSelector(IPassportLog.PassportLog_NotAnchored.selector, withdrawn.index));
        confirmAs(watcher, withdrawn);
    }

    function test_isForEver() external {
        log.retire(honest, address(next));
        bytes memory retired = abi.encodeWithSelector(
            IPassportLog.PassportLog_AlreadyRetired.selector,
            address(next)
        );
        vm.expectRevert(retired);
        log.retire(honest, address(next));
        vm.expectRevert(retired);
        log.appoint(anchorer);
    }

    function test_refusesCheckpointOutsideTheRing() external {
        honest.time += 1;
        vm.expectRevert(abi.encodeWithSelector(IPassportLog.PassportLog_NotAnchored.selector, honest.index));
        log.retire(honest, address(next));
    }

    function test_refusesOtherSuccessors() external {
        PassportLog unrelated = deploy(firstConfig());
        PassportLog elsewhere = deploy(successorConfig(withdrawn));
        // It starts from the same checkpoint, but as the successor of another contract.
        Config memory config = successorConfig(next.start());
        config.predecessor = address(next);
        PassportLog grandchild = deploy(config);
        address[5] memory others = [
            stranger,
            address(manager),
            address(unrelated),
            address(elsewhere),
            address(grandchild)
        ];
        for (uint256 i = 0; i < others.length; ++i) {
            // A contract that is no log at all has no `predecessor()` to ask and reverts without a reason.
            if (others[i] == address(manager)) vm.expectRevert();
            else vm.expectRevert(abi.encodeWithSelector(IPassportLog.PassportLog_NotSuccessor.selector, others[i]));
            log.retire(honest, others[i]);
        }
    }

    function test_isForTheAdministrator() external {
        address[4] memory others = [anchorer, watcher, stranger, guardian];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(unauthorized(others[i]));
            vm.prank(others[i]);
            log.retire(honest, address(next));
        }
    }

    function test_plannedMoveKeepsEverything() external {
        next = deploy(successorConfig(withdrawn));
        log.retire(withdrawn, address(next));
        (bool anchored, ) = isAnchored(log, withdrawn);
        check(anchored, "nothing is withdrawn");
    }
}
