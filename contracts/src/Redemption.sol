// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {Claim} from "./IPointsBridge.sol";
import {LogEntry} from "./LogEntry.sol";

/// @title The entry of a redemption, as docs/spec/redemption.md says
/// @notice Version, codec, kind, stream, position and previous are not taken from the claim but derived here, so that no
/// other entry of the log can be claimed, whatever it says.
library Redemption {
    /// @dev Kind of the entry, ASCII.
    bytes32 private constant KIND = "points.redeemed";
    /// @dev A redemption is the only event of its stream.
    uint64 private constant POSITION = 1;

    /// @notice Leaf in the log of the redemption that `claim` discloses, for this chain and bridge.
    function leaf(Claim calldata claim, uint256 chainId, address bridge) internal pure returns (bytes32) {
        bytes memory payload = abi.encode(
            chainId,
            bridge,
            claim.recipient,
            claim.amount,
            claim.redemptionId,
            claim.claimableUntil
        );
        bytes memory entry = LogEntry.encode(
            KIND,
            stream(claim.redemptionId),
            POSITION,
            claim.recordedAt,
            0,
            LogEntry.ABI,
            LogEntry.commitment(claim.salt, payload)
        );
        return LogEntry.leaf(entry);
    }

    /// @notice Id of the stream `redemption:<64 hex digits of redemptionId>`.
    function stream(bytes32 redemptionId) internal pure returns (bytes32) {
        bytes32 high = _hex(uint128(bytes16(redemptionId)));
        bytes32 low = _hex(uint128(uint256(redemptionId)));
        return LogEntry.stream(string(abi.encodePacked("redemption:", high, low)));
    }

    /// @dev 16 bytes as 32 lowercase hex digits, all at once: half of what is left is moved up, down to single nibbles;
    /// then '0' is added to each, and to those above 9 the distance from '9' + 1 to 'a'. A loop over the digits costs
    /// 23,000 gas a claim more.
    function _hex(uint256 x) private pure returns (bytes32) {
        x = (x | (x << 64)) & 0x0000000000000000ffffffffffffffff0000000000000000ffffffffffffffff;
        x = (x | (x << 32)) & 0x00000000ffffffff00000000ffffffff00000000ffffffff00000000ffffffff;
        x = (x | (x << 16)) & 0x0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff;
        x = (x | (x << 8)) & 0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff;
        x = (x | (x << 4)) & 0x0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f;
        uint256 ones = 0x0101010101010101010101010101010101010101010101010101010101010101;
        unchecked {
            // No byte exceeds 0x66, so nothing carries from one into the next.
            uint256 letters = ((x + 6 * ones) >> 4) & ones;
            return bytes32(x + 0x30 * ones + 0x27 * letters);
        }
    }
}
