// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

/// @notice One anchored state of the log: the root over its first `size` entries, and when the chain learnt of it.
/// @param index Number of the anchor, dense from the first anchor of the log and continued by a successor.
/// @param size Number of entries under the root.
/// @param root RFC 6962 Merkle tree hash (SHA-256) over those entries.
/// @param time Timestamp (seconds) of the block that carries the event naming this checkpoint.
struct Checkpoint {
    uint32 index;
    uint64 size;
    bytes32 root;
    uint64 time;
}

/// @notice What a PassportLog is deployed with. Nothing in it but the anchorer can change afterwards.
/// @param origin Name of the log as written in its checkpoints (C2SP), e.g. `luna.example/log`.
/// @param logKey Raw Ed25519 public key that signs the checkpoints.
/// @param authority AccessManager that guards every call except `anchor` and the views.
/// @param anchorer Only account that may anchor; it may not be zero at deployment.
/// @param minSpacing Least number of seconds between two anchors, at least 1.
/// @param maturity Seconds a checkpoint must be old before claims may rest on it.
/// @param predecessor Log that this one succeeds, or zero for the first contract of a log.
/// @param start Checkpoint of the predecessor to start from. All zero for a first contract.
struct Config {
    string origin;
    bytes32 logKey;
    address authority;
    address anchorer;
    uint32 minSpacing;
    uint32 maturity;
    address predecessor;
    Checkpoint start;
}

/// @title The public memory of one append-only log
/// @notice Stores the size of the log and a ring of its last 256 checkpoints. A root that does not extend the newest
/// one cannot be anchored, whoever holds the key: `anchor` verifies the RFC 9162 consistency proof.
///
/// What was *added* is not proven, because right-hand nodes can be invented. Therefore one anchor adds at most
/// `MAX_GROWTH` entries, never sooner than `minSpacing` after the last; a guardian can freeze at once, and a delayed
/// administrator can retire the contract at its last honest checkpoint in favour of a successor that starts there.
///
/// @dev Roles other than the anchorer live in the AccessManager (`authority()`): guardian may call `freeze`, watcher
/// may call `confirm`, and an administrator with an execution delay may call the rest. `docs/contracts.md` numbers the
/// invariants and names the test that holds each.
interface IPassportLog {
    /// @notice Emitted once, at deployment.
    event Started(string origin, bytes32 logKey);

    /// @notice The log has grown: `root` is the tree hash over its first `size` entries.
    /// @param manifest SHA-256 of the manifest block on IPFS, from which the whole log can be walked back to entry 0.
    event Anchored(uint32 indexed index, uint64 size, bytes32 root, bytes32 manifest);

    /// @notice The watcher has recomputed the root of this checkpoint and stands by what was added.
    event Confirmed(uint32 indexed index);

    /// @notice Checkpoints of at least `fromIndex` entries may be signed with `key`.
    event LogKeyAdded(bytes32 key, uint64 fromIndex);

    /// @notice Checkpoints of `untilIndex` or more entries may no longer be signed with `key`.
    event LogKeyEnded(bytes32 key, uint64 untilIndex);

    /// @notice Anchoring has stopped until another anchorer is appointed or the contract is retired.
    event Frozen();

    /// @notice Another account may anchor from now on.
    event AnchorerAppointed(address anchorer);

    /// @notice The contract has ended for ever: anchors after `lastHonestIndex` are withdrawn, the log goes on in
    /// `successor` from (`size`, `root`).
    event Retired(uint32 lastHonestIndex, uint64 size, bytes32 root, address successor);

    /// @notice Emitted once, at the deployment of a successor: it starts from this checkpoint of `predecessor`.
    event Succeeded(address predecessor, uint64 size, bytes32 root);

    /// @notice Only the anchorer may anchor. A frozen or retired log has none.
    error PassportLog_NotAnchorer(address caller);
    /// @notice An anchor must add at least one entry.
    error PassportLog_NotGrowing(uint64 headSize, uint64 size);
    /// @notice An anchor may add at most `limit` entries.
    error PassportLog_GrowthTooLarge(uint64 added, uint64 limit);
    /// @notice The next anchor is accepted from this timestamp on.
    error PassportLog_TooSoon(uint64 earliest);
    /// @notice The previous root and time passed in are not those of the newest checkpoint.
    error PassportLog_PreviousMismatch(uint32 headIndex);
    /// @notice The proof does not show that the new root extends the newest one: a fork, or a broken proof.
    error PassportLog_NotAnExtension(uint64 headSize, uint64 size);
    /// @notice The checkpoint is not in the ring, or was withdrawn by a retirement.
    error PassportLog_NotAnchored(uint32 index);
    /// @notice The checkpoint was confirmed before.
    error PassportLog_AlreadyConfirmed(uint32 index);
    /// @notice The contract was retired and can neither be retired again nor get an anchorer.
    error PassportLog_AlreadyRetired(address successor);
    /// @notice The contract named does not succeed this one from the checkpoint given.
    error PassportLog_NotSuccessor(address successor);
    /// @notice The predecessor anchors another log.
    error PassportLog_OriginMismatch(address predecessor);
    /// @notice 256 anchors must span at least three times the maturity, and anchors lie at least one second apart.
    error PassportLog_SpacingTooShort(uint32 minSpacing, uint32 maturity);
    /// @notice A first contract starts empty: it takes no start checkpoint.
    error PassportLog_StartWithoutPredecessor();
    /// @notice The argument may not be zero.
    error PassportLog_Zero(string argument);
    /// @notice The account that should guard the rare calls is not a contract.
    error PassportLog_AuthorityWithoutCode(address authority);
    /// @notice The key was added before; a key ended is never taken again.
    error PassportLog_LogKeyKnown(bytes32 key);
    /// @notice The key was never added.
    error PassportLog_LogKeyUnknown(bytes32 key);
    /// @notice The end of a key can be brought forward, never put off, and not before its beginning.
    error PassportLog_LogKeyEndInvalid(bytes32 key, uint64 fromIndex, uint64 untilIndex);

    /// @notice Makes `root` over `size` entries the newest checkpoint. Anchorer only.
    /// @param size Number of entries under `root`; more than the head's, by at most `MAX_GROWTH`.
    /// @param root RFC 6962 tree hash over the first `size` entries.
    /// @param manifest SHA-256 of the manifest block published for this anchor.
    /// @param previousRoot Root of the newest checkpoint, checked against the ring.
    /// @param previousTime Time of the newest checkpoint, checked against the ring.
    /// @param proof RFC 9162 2.1.4.1 consistency proof from the head's size to `size`; empty from size 0.
    function anchor(
        uint64 size,
        bytes32 root,
        bytes32 manifest,
        bytes32 previousRoot,
        uint64 previousTime,
        bytes32[] calldata proof
    ) external;

    /// @notice Records that the watcher stands by a checkpoint of the ring. Restricted (watcher).
    function confirm(uint32 index, uint64 size, bytes32 root, uint64 time) external;

    /// @notice Takes the anchorer away at once. Restricted (guardian).
    function freeze() external;

    /// @notice Appoints another anchorer, also after a freeze. Restricted (administrator, delayed).
    function appoint(address anchorer) external;

    /// @notice Ends this contract at `lastHonest`, which must be in the ring and be the start of `successor`.
    /// Restricted (administrator, delayed).
    function retire(Checkpoint calldata lastHonest, address successor) external;

    /// @notice Lets `key` sign checkpoints of `fromIndex` or more entries. Restricted (administrator, delayed).
    function addLogKey(bytes32 key, uint64 fromIndex) external;

    /// @notice Ends `key` for checkpoints of `untilIndex` or more entries; a compromised key may be ended in the past.
    /// Restricted (administrator, delayed).
    function endLogKey(bytes32 key, uint64 untilIndex) external;

    /// @notice Size and index of the newest checkpoint, and who may anchor the next (zero when frozen or retired).
    function head() external view returns (uint64 size, uint32 index, address anchorer);

    /// @notice keccak256(abi.encode(uint64 size, bytes32 root, uint64 time, bool confirmed)) of the checkpoint whose
    /// index is `slot` modulo 256; a value that is no such digest where there is none yet.
    function ring(uint256 slot) external view returns (bytes32 digest);

    /// @notice Whether the ring holds this checkpoint, and whether the watcher stands by it. False for checkpoints
    /// that a retirement has withdrawn (they stay visible in `ring` and in the events).
    function isAnchored(
        uint32 index,
        uint64 size,
        bytes32 root,
        uint64 time
    ) external view returns (bool anchored, bool confirmed);

    /// @notice Whether `leaf` is entry number `leafIndex` (from 0) under a checkpoint of the ring, by an RFC 9162
    /// 2.1.3 inclusion proof.
    function verifyInclusion(
        Checkpoint calldata checkpoint,
        bytes32 leaf,
        uint64 leafIndex,
        bytes32[] calldata proof
    ) external view returns (bool);

    /// @notice Where and in whose favour this contract has ended; a successor of zero means that it has not.
    function retirement() external view returns (uint32 lastHonestIndex, address successor);

    /// @notice Sizes of the checkpoints that `key` may sign: from `fromIndex` on, below `untilIndex`.
    /// Both are zero for an unknown key; `untilIndex` is 2^64 - 1 for a key that was not ended.
    function logKey(bytes32 key) external view returns (uint64 fromIndex, uint64 untilIndex);

    /// @notice Name of the log.
    function origin() external view returns (string memory);

    /// @notice The contract this one succeeds, or zero.
    function predecessor() external view returns (address);

    /// @notice The checkpoint this contract started from; size 0 for the first contract of a log.
    /// Its time is that of the deployment, and it is what the first anchor passes as previous root and time.
    function start() external view returns (Checkpoint memory);

    /// @notice Least number of seconds between two anchors.
    function minSpacing() external view returns (uint32);

    /// @notice Seconds a checkpoint must be old before claims may rest on it.
    function maturity() external view returns (uint32);
}
