// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {RateLimiter} from "@openzeppelin/contracts/utils/RateLimiter.sol";
import {Checkpoint, IPassportLog} from "./IPassportLog.sol";
import {Claim, IPointsBridge, Skip} from "./IPointsBridge.sol";
import {NBToken} from "./NBToken.sol";
import {Redemption} from "./Redemption.sol";
import {RFC9162} from "./RFC9162.sol";

/// @title The way between points and NB
/// @dev What it promises is said at IPointsBridge.
///
/// Reentrancy: two contracts are called. The log is asked by static calls alone; the token is our own code, has no hooks
/// and calls nobody. So nothing can come back in the middle, and no guard is paid for. Effects precede interactions all
/// the same.
contract PointsBridge is IPointsBridge, AccessManaged {
    using RateLimiter for RateLimiter.RefillingBucket;

    /// @dev One point in the token's smallest unit.
    uint256 private constant POINT = 1 ether;
    uint48 private constant DAY = 24 hours;
    /// @dev Number of checkpoints that the ring of a log remembers (PassportLog.RING_SIZE).
    uint256 private constant RING_SIZE = 256;
    /// @dev The bucket's only entry: the limit is everybody's together.
    bytes32 private constant EVERYBODY = 0;

    /// @inheritdoc IPointsBridge
    NBToken public immutable token;

    // One slot, because every claim reads three of them. The flag is ours for that reason: OpenZeppelin's Pausable keeps
    // its own elsewhere, which costs 2,100 gas a claim.
    /// @inheritdoc IPointsBridge
    IPassportLog public log;
    /// @inheritdoc IPointsBridge
    uint32 public maturity;
    /// @inheritdoc IPointsBridge
    uint48 public deposits;
    /// @inheritdoc IPointsBridge
    bool public paused;

    /// @inheritdoc IPointsBridge
    mapping(bytes32 redemptionId => bool) public claimed;
    /// @dev In the token's smallest unit, so that frequent small claims lose nothing of the refill by rounding. Its
    /// capacity is half the limit: a full bucket and a day's refill are the whole of it, so no 24 hours see more.
    RateLimiter.RefillingBucket private _bucket;

    /// @param authority AccessManager that guards the restricted calls.
    /// @param log_ The log to start with; its maturity is the first of the bridge.
    /// @param limit_ Most points claimed in any 24 hours.
    constructor(address authority, IPassportLog log_, uint64 limit_) AccessManaged(authority) {
        if (authority.code.length == 0) revert PointsBridge_AuthorityWithoutCode(authority);
        token = new NBToken();
        log = log_;
        emit Followed(address(log_));
        _setMaturity(log_.maturity());
        _setLimit(limit_);
    }

    /// @inheritdoc IPointsBridge
    function claim(Checkpoint calldata checkpoint, Claim calldata request) external {
        _requireClaimable(checkpoint);
        Skip reason = _claim(checkpoint, request);
        if (reason == Skip.AlreadyClaimed) revert PointsBridge_AlreadyClaimed(request.redemptionId);
        if (reason == Skip.Expired) revert PointsBridge_Expired(request.claimableUntil);
        if (reason == Skip.OverLimit) revert PointsBridge_OverLimit(request.amount, available());
    }

    /// @inheritdoc IPointsBridge
    function claimBatch(
        Checkpoint calldata checkpoint,
        Claim[] calldata requests
    ) external returns (uint256 minted) {
        _requireClaimable(checkpoint);
        for (uint256 i = 0; i < requests.length; ++i) {
            Skip reason = _claim(checkpoint, requests[i]);
            if (reason == Skip.None) ++minted;
            else emit ClaimSkipped(requests[i].redemptionId, reason);
        }
    }

    /// @inheritdoc IPointsBridge
    function deposit(uint256 value, bytes32 ref) external {
        _deposit(value, ref);
    }

    /// @inheritdoc IPointsBridge
    function depositWithPermit(
        uint256 value,
        bytes32 ref,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        try token.permit(msg.sender, address(this), value, deadline, v, r, s) {} catch (bytes memory reason) {
            if (token.allowance(msg.sender, address(this)) < value) revert PointsBridge_PermitRefused(reason);
        }
        _deposit(value, ref);
    }

    /// @inheritdoc IPointsBridge
    function follow() external {
        // Check
        (, address successor) = log.retirement();
        if (successor == address(0)) revert PointsBridge_NotRetired(address(log));
        _requireSpanned(IPassportLog(successor), maturity);

        // Effect
        log = IPassportLog(successor);
        emit Followed(successor);
    }

    /// @inheritdoc IPointsBridge
    function pause() external restricted {
        paused = true;
        emit Paused(msg.sender);
    }

    /// @inheritdoc IPointsBridge
    function unpause() external restricted {
        paused = false;
        emit Unpaused(msg.sender);
    }

    /// @inheritdoc IPointsBridge
    function setMaturity(uint32 newMaturity) external restricted {
        _setMaturity(newMaturity);
    }

    /// @inheritdoc IPointsBridge
    function setLimit(uint64 newLimit) external restricted {
        _setLimit(newLimit);
    }

    /// @inheritdoc IPointsBridge
    function limit() external view returns (uint64) {
        return uint64((uint256(_bucket._capacity) * 2) / POINT);
    }

    /// @inheritdoc IPointsBridge
    function available() public view returns (uint256) {
        return _bucket.available(EVERYBODY) / POINT;
    }

    /// @dev Mints, or says why not. Reverts where the claim is false.
    function _claim(Checkpoint calldata checkpoint, Claim calldata request) private returns (Skip) {
        // Check
        if (claimed[request.redemptionId]) return Skip.AlreadyClaimed;
        if (block.timestamp > request.claimableUntil) return Skip.Expired;
        bytes32 leaf = Redemption.leaf(request, block.chainid, address(this));
        if (!RFC9162.isIncluded(request.leafIndex, checkpoint.size, leaf, checkpoint.root, request.proof)) {
            revert PointsBridge_NotIncluded(request.redemptionId, request.leafIndex);
        }

        // Effect
        uint256 value = request.amount * POINT;
        if (!_bucket.tryConsume(EVERYBODY, value)) return Skip.OverLimit;
        claimed[request.redemptionId] = true;
        emit Claimed(request.redemptionId, request.recipient, request.amount);

        // Interaction
        token.mint(request.recipient, value);
        return Skip.None;
    }

    function _deposit(uint256 value, bytes32 ref) private {
        // Check
        if (value == 0 || value % POINT != 0) revert PointsBridge_NotWholePoints(value);

        // Effect
        emit Deposited(deposits++, msg.sender, ref, value / POINT);

        // Interaction
        token.burnFrom(msg.sender, value);
    }

    function _setMaturity(uint32 newMaturity) private {
        _requireSpanned(log, newMaturity);
        maturity = newMaturity;
        emit MaturityChanged(newMaturity);
    }

    function _setLimit(uint64 newLimit) private {
        // What was refilled so far was refilled at the old rate.
        _bucket.sync(EVERYBODY);
        _bucket.updateSettings(DAY, uint208((newLimit * POINT) / 2));
        emit LimitChanged(newLimit);
    }

    function _requireClaimable(Checkpoint calldata checkpoint) private view {
        if (paused) revert PointsBridge_Paused();
        (bool anchored, bool confirmed) = log.isAnchored(
            checkpoint.index,
            checkpoint.size,
            checkpoint.root,
            checkpoint.time
        );
        if (!anchored) revert PointsBridge_NotAnchored(checkpoint.index);
        if (!confirmed) revert PointsBridge_NotConfirmed(checkpoint.index);
        uint256 from = uint256(checkpoint.time) + maturity;
        if (block.timestamp < from) revert PointsBridge_NotMature(from);
    }

    /// @dev Otherwise an anchorer in a hurry could push every checkpoint out of the ring before it matures.
    function _requireSpanned(IPassportLog log_, uint32 newMaturity) private view {
        uint32 minSpacing = log_.minSpacing();
        if (3 * uint256(newMaturity) > RING_SIZE * minSpacing) {
            revert PointsBridge_MaturityTooLong(newMaturity, minSpacing);
        }
    }
}
