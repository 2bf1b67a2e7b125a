// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {vm} from "./Vm.sol";

/// @dev A file of docs/spec/vectors, which TypeScript and SQL read too. Bytes in it are hex without prefix.
abstract contract VectorFile {
    string private json;

    constructor(string memory name) {
        json = vm.readFile(string.concat("docs/spec/vectors/", name));
    }

    function _has(string memory list, uint256 i) internal view returns (bool) {
        return vm.keyExistsJson(json, _at(list, i));
    }

    function _at(string memory list, uint256 i) internal pure returns (string memory) {
        return string.concat(list, "[", vm.toString(i), "]");
    }

    function _text(string memory at, string memory key) internal view returns (string memory) {
        return vm.parseJsonString(json, string.concat(at, key));
    }

    function _number(string memory at, string memory key) internal view returns (uint256) {
        return vm.parseJsonUint(json, string.concat(at, key));
    }

    function _bytes(string memory at, string memory key) internal view returns (bytes memory) {
        return vm.parseBytes(string.concat("0x", _text(at, key)));
    }

    function _hash(string memory at, string memory key) internal view returns (bytes32) {
        return vm.parseBytes32(string.concat("0x", _text(at, key)));
    }

    function _hashes(string memory at, string memory key) internal view returns (bytes32[] memory list) {
        string[] memory texts = vm.parseJsonStringArray(json, string.concat(at, key));
        list = new bytes32[](texts.length);
        for (uint256 i = 0; i < texts.length; ++i) {
            list[i] = vm.parseBytes32(string.concat("0x", texts[i]));
        }
    }
}
