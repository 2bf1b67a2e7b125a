// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {Checkpoint, IPassportLog} from "./IPassportLog.sol";
import {NBToken} from "./NBToken.sol";

/// @notice What a redemption says, and the proof that the log holds it (docs/spec/redemption.md).
/// @param redemptionId 32 random bytes that name the redemption; good for one claim.
/// @param recipient Who gets the tokens, whoever sends the claim.
/// @param amount Points; each is one NB.
/// @param claimableUntil Last second (Unix time of the block) in which it may be claimed.
/// @param recordedAt When the house recorded it, Unix milliseconds.
/// @param salt Of the commitment.
/// @param leafIndex Number of the entry in the log, from 0.
/// @param proof RFC 9162 2.1.3 inclusion proof under the checkpoint of the claim.
struct Claim {
    bytes32 redemptionId;
    address recipient;
    uint64 amount;
    uint64 claimableUntil;
    uint64 recordedAt;
    bytes32 salt;
    uint64 leafIndex;
    bytes32[] proof;
}

/// @notice Why a claim of a batch was passed over.
enum Skip {
    None,
    AlreadyClaimed,
    Expired,
    OverLimit
}

/// @title The way between points and NB
/// @notice Points become NB by proof: whoever shows that the public log holds a redemption for this chain and bridge,
/// under a checkpoint that the watcher confirmed and that has matured, has its amount minted for its recipient, once.
/// NB become points by burning: the house credits what a `Deposited` event says when the block is settled.
///
/// No single key mints. The anchorer's can invent leaves, but not confirm them; the watcher's can confirm, but not anchor.
/// Whoever has both still needs the maturity to pass without the guardian noticing, and gets at most `limit` a day.
///
/// @dev Roles live in the AccessManager (`authority()`): guardian and watcher may `pause`, an administrator with an
/// execution delay may `unpause`, `setMaturity` and `setLimit`; everything else is anybody's. A pause stops claims and
/// nothing else: a burn creates no token, and nobody may shut a holder in. `docs/contracts.md` numbers the invariants and
/// names the test that holds each.
interface IPointsBridge {
    /// @notice `points` NB were minted for `recipient`. The only word that a redemption is done.
    event Claimed(bytes32 indexed redemptionId, address indexed recipient, uint256 points);

    /// @notice A claim of a batch was passed over. Tells the sender of the batch; says nothing about a redemption, because
    /// where the reason is not `OverLimit` no proof was looked at.
    event ClaimSkipped(bytes32 indexed redemptionId, Skip reason);

    /// @notice `points` NB of `holder` were burnt.
    /// @param index Number of the deposit, dense from 0, so that a follower sees when it has missed one.
    /// @param ref What the holder passed, by which the house knows the account. The contract does not judge it.
    event Deposited(uint48 indexed index, address indexed holder, bytes32 indexed ref, uint256 points);

    /// @notice `account` has stopped claims.
    event Paused(address account);

    /// @notice `account` lets claims go on.
    event Unpaused(address account);

    /// @notice Claims rest on the checkpoints of `log` from now on.
    event Followed(address log);

    /// @notice Checkpoints count this many seconds after their time from now on.
    event MaturityChanged(uint32 maturity);

    /// @notice At most `limit` points are claimed in any 24 hours from now on.
    event LimitChanged(uint64 limit);

    /// @notice The account that should guard the rare calls is not a contract.
    error PointsBridge_AuthorityWithoutCode(address authority);
    /// @notice Claims are stopped. Deposits are not.
    error PointsBridge_Paused();
    /// @notice The checkpoint is not in the ring of the log, or was withdrawn by a retirement.
    error PointsBridge_NotAnchored(uint32 index);
    /// @notice The watcher has not confirmed the checkpoint.
    error PointsBridge_NotConfirmed(uint32 index);
    /// @notice Claims may rest on the checkpoint from this timestamp on.
    error PointsBridge_NotMature(uint256 from);
    /// @notice The log holds no such redemption at that place: something in the claim is not what was recorded.
    error PointsBridge_NotIncluded(bytes32 redemptionId, uint64 leafIndex);
    /// @notice The redemption was claimed before.
    error PointsBridge_AlreadyClaimed(bytes32 redemptionId);
    /// @notice The redemption could be claimed until then; its points return to the account.
    error PointsBridge_Expired(uint64 claimableUntil);
    /// @notice Only `available` points may be claimed at this time.
    error PointsBridge_OverLimit(uint64 amount, uint256 available);
    /// @notice A deposit is a whole number of points above zero.
    error PointsBridge_NotWholePoints(uint256 value);
    /// @notice The permit was refused for `reason`, and the allowance does not suffice without it.
    error PointsBridge_PermitRefused(bytes reason);
    /// @notice The log goes on; there is no successor to follow.
    error PointsBridge_NotRetired(address log);
    /// @notice The ring of the log must span at least three maturities.
    error PointsBridge_MaturityTooLong(uint32 maturity, uint32 minSpacing);

    /// @notice Mints what a redemption says. Anybody; not while paused.
    /// @param checkpoint Checkpoint of `log()` that `request.proof` leads to: anchored, confirmed and mature.
    /// @param request What the redemption says, word for word, and the proof.
    function claim(Checkpoint calldata checkpoint, Claim calldata request) external;

    /// @notice Mints what many redemptions say, under one checkpoint. Anybody; not while paused.
    ///
    /// What others may cause between signing and mining is passed over and reported by `ClaimSkipped`: claimed already,
    /// expired, over the limit. What nobody else can cause reverts the batch, so that its sender's simulation finds it
    /// and a false claim costs nothing: a proof that does not fit, a recipient of zero. So do a checkpoint that does not
    /// count, which no claim would survive, and the token's cap.
    /// @return minted Number of claims that were not passed over.
    function claimBatch(Checkpoint calldata checkpoint, Claim[] calldata requests) external returns (uint256 minted);

    /// @notice Burns `value` (18 decimals, whole points) of the caller, who must have allowed it to the bridge.
    /// @param ref Single-use reference that the house gave the account.
    function deposit(uint256 value, bytes32 ref) external;

    /// @notice The same in one transaction: first grants the allowance by the caller's ERC-2612 signature. Somebody else
    /// may have sent the signature before; then it is refused, and ignored as long as the allowance suffices.
    function depositWithPermit(uint256 value, bytes32 ref, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;

    /// @notice Goes over to the successor of a retired log. Anybody: the administrator's `retire` has decided it.
    function follow() external;

    /// @notice Stops claims at once, also when somebody else has. Restricted (guardian, watcher).
    function pause() external;

    /// @notice Lets claims go on. Restricted (administrator, delayed).
    function unpause() external;

    /// @notice Sets the age in seconds from which checkpoints count. Restricted (administrator, delayed).
    function setMaturity(uint32 newMaturity) external;

    /// @notice Sets the most points claimed in any 24 hours. Restricted (administrator, delayed).
    function setLimit(uint64 newLimit) external;

    /// @notice The token, deployed by this contract.
    function token() external view returns (NBToken);

    /// @notice The log whose checkpoints count.
    function log() external view returns (IPassportLog);

    /// @notice Whether claims are stopped.
    function paused() external view returns (bool);

    /// @notice Seconds a checkpoint must be old before claims may rest on it.
    function maturity() external view returns (uint32);

    /// @notice Number of deposits so far, and the index of the next.
    function deposits() external view returns (uint48);

    /// @notice Whether the redemption of that name was claimed.
    function claimed(bytes32 redemptionId) external view returns (bool);

    /// @notice Most points that are claimed in any 24 hours; the most that one claim can mint is half of it.
    function limit() external view returns (uint64);

    /// @notice Whole points that may be claimed at this time. Starts at half of `limit()` and refills by that in 24 hours.
    function available() external view returns (uint256);
}
