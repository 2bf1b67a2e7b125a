// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Capped} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Capped.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title LUNA Bitcoin: points outside the house
/// @notice One NB is one point that the bridge has locked. Only the bridge makes and destroys tokens; transfers can be
/// stopped by nobody. The contract has no owner, no role and no hook: no transfer, mint or burn calls another contract.
contract NBToken is ERC20Capped, ERC20Permit {
    /// @notice The contract that deployed this one, and the only minter for ever.
    address public immutable bridge;

    /// @notice Only the bridge mints and burns. A holder who burnt tokens freely would leave points locked for ever,
    /// and the reserves would no longer add up.
    error NBToken_NotBridge(address caller);

    modifier onlyBridge() {
        if (msg.sender != bridge) revert NBToken_NotBridge(msg.sender);
        _;
    }

    constructor() ERC20("LUNA Bitcoin", "NB") ERC20Capped(1_000_000_000 ether) ERC20Permit("LUNA Bitcoin") {
        bridge = msg.sender;
    }

    /// @notice Makes `value` (18 decimals) new tokens for `to`, up to the cap. Bridge only.
    function mint(address to, uint256 value) external onlyBridge {
        _mint(to, value);
    }

    /// @notice Destroys `value` (18 decimals) of `holder`, as far as `holder` allows the bridge. Bridge only.
    function burnFrom(address holder, uint256 value) external onlyBridge {
        _spendAllowance(holder, msg.sender, value);
        _burn(holder, value);
    }

    /// @dev Both parents define it; the cap has the last word.
    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Capped) {
        super._update(from, to, value);
    }
}
