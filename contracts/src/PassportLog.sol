// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Checkpoint, Config, IPassportLog} from "./IPassportLog.sol";
import {RFC9162} from "./RFC9162.sol";

/// @title The public memory of one append-only log
/// @dev What it promises is said at IPassportLog.
contract PassportLog is IPassportLog, AccessManaged {
    /// @dev One slot, because `anchor` reads and writes all of it.
    struct Head {
        uint64 size;
        uint32 index;
        address anchorer;
    }

    struct Retirement {
        uint32 lastHonestIndex;
        address successor;
    }

    struct LogKey {
        uint64 fromIndex;
        uint64 untilIndex;
    }

    /// @notice Most entries that one anchor may add.
    uint64 public constant MAX_GROWTH = 1 << 24;
    /// @notice Number of checkpoints the ring remembers.
    uint256 public constant RING_SIZE = 256;
    /// @dev Fills ring slots at deployment, so that no anchor pays for a first write. No digest equals it.
    bytes32 private constant UNUSED = bytes32(uint256(1));

    /// @inheritdoc IPassportLog
    uint32 public immutable minSpacing;
    /// @inheritdoc IPassportLog
    uint32 public immutable maturity;
    /// @inheritdoc IPassportLog
    address public immutable predecessor;

    /// @inheritdoc IPassportLog
    Head public head;
    bytes32[RING_SIZE] private _ring;
    /// @inheritdoc IPassportLog
    Retirement public retirement;
    Checkpoint private _start;
    /// @inheritdoc IPassportLog
    mapping(bytes32 key => LogKey) public logKey;
    /// @inheritdoc IPassportLog
    string public origin;

    constructor(Config memory config) AccessManaged(config.authority) {
        if (bytes(config.origin).length == 0) revert PassportLog_Zero("origin");
        if (config.logKey == 0) revert PassportLog_Zero("logKey");
        if (config.anchorer == address(0)) revert PassportLog_Zero("anchorer");
        if (config.authority.code.length == 0) revert PassportLog_AuthorityWithoutCode(config.authority);
        if (config.minSpacing == 0 || RING_SIZE * config.minSpacing < 3 * uint256(config.maturity)) {
            revert PassportLog_SpacingTooShort(config.minSpacing, config.maturity);
        }
        origin = config.origin;
        minSpacing = config.minSpacing;
        maturity = config.maturity;
        predecessor = config.predecessor;

        (Checkpoint memory first, bool confirmed) = _firstCheckpoint(config);
        _start = first;
        head = Head(first.size, first.index, config.anchorer);
        for (uint256 slot = 0; slot < RING_SIZE; ++slot) {
            _ring[slot] = UNUSED;
        }
        _ring[first.index % RING_SIZE] = _digest(first.size, first.root, first.time, confirmed);
        logKey[config.logKey] = LogKey(first.size, type(uint64).max);

        emit Started(config.origin, config.logKey);
        if (config.predecessor != address(0)) emit Succeeded(config.predecessor, first.size, first.root);
    }

    /// @inheritdoc IPassportLog
    function anchor(
        uint64 size,
        bytes32 root,
        bytes32 manifest,
        bytes32 previousRoot,
        uint64 previousTime,
        bytes32[] calldata proof
    ) external {
        // Check
        Head memory current = head;
        if (msg.sender != current.anchorer) revert PassportLog_NotAnchorer(msg.sender);
        if (size <= current.size) revert PassportLog_NotGrowing(current.size, size);
        unchecked {
            if (size - current.size > MAX_GROWTH) revert PassportLog_GrowthTooLarge(size - current.size, MAX_GROWTH);
        }
        bytes32 digest = _ring[current.index % RING_SIZE];
        if (
            digest != _digest(current.size, previousRoot, previousTime, false) &&
            digest != _digest(current.size, previousRoot, previousTime, true)
        ) revert PassportLog_PreviousMismatch(current.index);
        if (block.timestamp < previousTime + minSpacing) revert PassportLog_TooSoon(previousTime + minSpacing);
        // Every tree extends the empty one, and the RFC defines no proof from it.
        bool extends = current.size == 0
            ? proof.length == 0
            : RFC9162.isConsistent(current.size, size, previousRoot, root, proof);
        if (!extends) revert PassportLog_NotAnExtension(current.size, size);

        // Effect
        uint32 index = current.index + 1;
        head = Head(size, index, msg.sender);
        _ring[index % RING_SIZE] = _digest(size, root, uint64(block.timestamp), false);
        emit Anchored(index, size, root, manifest);
    }

    /// @inheritdoc IPassportLog
    function confirm(uint32 index, uint64 size, bytes32 root, uint64 time) external restricted {
        (bool anchored, bool confirmed) = isAnchored(index, size, root, time);
        if (!anchored) revert PassportLog_NotAnchored(index);
        if (confirmed) revert PassportLog_AlreadyConfirmed(index);
        _ring[index % RING_SIZE] = _digest(size, root, time, true);
        emit Confirmed(index);
    }

    /// @inheritdoc IPassportLog
    function freeze() external restricted {
        head.anchorer = address(0);
        emit Frozen();
    }

    /// @inheritdoc IPassportLog
    function appoint(address anchorer) external restricted {
        if (retirement.successor != address(0)) revert PassportLog_AlreadyRetired(retirement.successor);
        if (anchorer == address(0)) revert PassportLog_Zero("anchorer");
        head.anchorer = anchorer;
        emit AnchorerAppointed(anchorer);
    }

    /// @inheritdoc IPassportLog
    function retire(Checkpoint calldata lastHonest, address successor) external restricted {
        // Check
        if (retirement.successor != address(0)) revert PassportLog_AlreadyRetired(retirement.successor);
        (bool anchored, ) = isAnchored(lastHonest.index, lastHonest.size, lastHonest.root, lastHonest.time);
        if (!anchored) revert PassportLog_NotAnchored(lastHonest.index);
        if (successor.code.length == 0 || IPassportLog(successor).predecessor() != address(this)) {
            revert PassportLog_NotSuccessor(successor);
        }
        Checkpoint memory first = IPassportLog(successor).start();
        if (first.index != lastHonest.index || first.size != lastHonest.size || first.root != lastHonest.root) {
            revert PassportLog_NotSuccessor(successor);
        }

        // Effect
        head.anchorer = address(0);
        retirement = Retirement(lastHonest.index, successor);
        emit Retired(lastHonest.index, lastHonest.size, lastHonest.root, successor);
    }

    /// @inheritdoc IPassportLog
    function addLogKey(bytes32 key, uint64 fromIndex) external restricted {
        if (key == 0) revert PassportLog_Zero("key");
        if (logKey[key].untilIndex != 0) revert PassportLog_LogKeyKnown(key);
        if (fromIndex == type(uint64).max) revert PassportLog_LogKeyEndInvalid(key, fromIndex, fromIndex);
        logKey[key] = LogKey(fromIndex, type(uint64).max);
        emit LogKeyAdded(key, fromIndex);
    }

    /// @inheritdoc IPassportLog
    function endLogKey(bytes32 key, uint64 untilIndex) external restricted {
        LogKey memory known = logKey[key];
        if (known.untilIndex == 0) revert PassportLog_LogKeyUnknown(key);
        if (untilIndex <= known.fromIndex || untilIndex >= known.untilIndex) {
            revert PassportLog_LogKeyEndInvalid(key, known.fromIndex, untilIndex);
        }
        logKey[key].untilIndex = untilIndex;
        emit LogKeyEnded(key, untilIndex);
    }

    /// @inheritdoc IPassportLog
    function verifyInclusion(
        Checkpoint calldata checkpoint,
        bytes32 leaf,
        uint64 leafIndex,
        bytes32[] calldata proof
    ) external view returns (bool) {
        (bool anchored, ) = isAnchored(checkpoint.index, checkpoint.size, checkpoint.root, checkpoint.time);
        return anchored && RFC9162.isIncluded(leafIndex, checkpoint.size, leaf, checkpoint.root, proof);
    }

    /// @inheritdoc IPassportLog
    function ring(uint256 slot) external view returns (bytes32 digest) {
        return _ring[slot % RING_SIZE];
    }

    /// @inheritdoc IPassportLog
    function start() external view returns (Checkpoint memory) {
        return _start;
    }

    /// @inheritdoc IPassportLog
    function isAnchored(
        uint32 index,
        uint64 size,
        bytes32 root,
        uint64 time
    ) public view returns (bool anchored, bool confirmed) {
        uint256 newest = head.index;
        if (index > newest || newest - index >= RING_SIZE) return (false, false);
        if (retirement.successor != address(0) && index > retirement.lastHonestIndex) return (false, false);
        bytes32 digest = _ring[index % RING_SIZE];
        confirmed = digest == _digest(size, root, time, true);
        anchored = confirmed || digest == _digest(size, root, time, false);
    }

    /// @dev The empty log for a first contract; for a successor the predecessor's checkpoint, timed anew, so that it
    /// matures again and both kinds of contract have the same rule for their first previous time.
    function _firstCheckpoint(
        Config memory config
    ) private view returns (Checkpoint memory first, bool confirmed) {
        Checkpoint memory from = config.start;
        if (config.predecessor == address(0)) {
            if (from.index != 0 || from.size != 0 || from.root != 0 || from.time != 0) {
                revert PassportLog_StartWithoutPredecessor();
            }
            return (Checkpoint(0, 0, RFC9162.EMPTY_ROOT, uint64(block.timestamp)), false);
        }
        IPassportLog previous = IPassportLog(config.predecessor);
        if (keccak256(bytes(previous.origin())) != keccak256(bytes(config.origin))) {
            revert PassportLog_OriginMismatch(config.predecessor);
        }
        bool anchored;
        (anchored, confirmed) = previous.isAnchored(from.index, from.size, from.root, from.time);
        if (!anchored) revert PassportLog_NotAnchored(from.index);
        first = Checkpoint(from.index, from.size, from.root, uint64(block.timestamp));
    }

    function _digest(uint64 size, bytes32 root, uint64 time, bool confirmed) private pure returns (bytes32) {
        return keccak256(abi.encode(size, root, time, confirmed));
    }
}
