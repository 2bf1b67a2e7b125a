// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {Claim} from "../../../src/IPointsBridge.sol";
import {Redemption} from "../../../src/Redemption.sol";
import {check, same} from "../Assertions.sol";
import {VectorFile} from "../VectorFile.sol";
import {vm} from "../Vm.sol";
import {BridgeFixture} from "./BridgeFixture.sol";

/// @dev The library takes call data, so somebody has to call.
contract Redemptions {
    function leaf(Claim calldata c, uint256 chainId, address bridge) external pure returns (bytes32) {
        return Redemption.leaf(c, chainId, bridge);
    }

    function stream(bytes32 redemptionId) external pure returns (bytes32) {
        return Redemption.stream(redemptionId);
    }
}

contract RedemptionTest is BridgeFixture {
    Redemptions private immutable redemptions = new Redemptions();

    function testFuzz_leafIsThatOfThePlainWords(Claim memory c, uint64 chainId, address to) external view {
        bytes32 wanted = leafOf(entryOf(c, "points.redeemed", streamOf(c), payloadOf(c, chainId, to)));
        same(redemptions.leaf(c, chainId, to), wanted, "leaf");
    }

    function testFuzz_streamIsNamedInHex(bytes32 redemptionId) external view {
        _isNamedInHex(redemptionId);
    }

    /// @dev Every digit in every place of its byte.
    function test_everyByteIsNamedInHex() external view {
        for (uint256 value = 0; value < 256; ++value) {
            _isNamedInHex(bytes32(value * (type(uint256).max / 255)));
        }
    }

    function _isNamedInHex(bytes32 redemptionId) private view {
        Claim memory c;
        c.redemptionId = redemptionId;
        bytes32 wanted = sha256(bytes.concat("luna/stream/1\n", bytes(streamOf(c))));
        same(redemptions.stream(redemptionId), wanted, "stream");
    }
}

contract RedemptionVectorsTest is VectorFile("redemption.json") {
    Redemptions private immutable redemptions = new Redemptions();

    function test_redemptions() external view {
        uint256 i = 0;
        for (; _has(".redemptions", i); ++i) {
            string memory at = _at(".redemptions", i);
            Claim memory c = Claim(
                _hash(at, ".fields.redemptionId"),
                _address(at, ".fields.recipient"),
                uint64(_number(at, ".fields.amount")),
                uint64(_number(at, ".fields.claimableUntil")),
                uint64(_number(at, ".recordedAt")),
                _hash(at, ".salt"),
                0,
                new bytes32[](0)
            );
            uint256 chainId = _number(at, ".fields.chainId");
            same(redemptions.leaf(c, chainId, _address(at, ".fields.bridge")), _hash(at, ".leaf"), at);
            same(redemptions.stream(c.redemptionId), _hash(at, ".stream"), at);
        }
        check(i > 0, "no redemptions in the file");
    }

    function _address(string memory at, string memory key) private view returns (address) {
        return address(bytes20(_bytes(at, key)));
    }
}
