import { fileURLToPath } from 'node:url';
import toolbox from '@nomicfoundation/hardhat-toolbox-viem';
import { configVariable, defineConfig } from 'hardhat/config';

/** Polygon's nodes drop transactions with a smaller tip (30 gwei). */
const POLYGON_LEAST_TIP = 30_000_000_000n;

/**
 * Everything runs without network: the compiler is the one from npm, and every path lies below `contracts/`.
 * The public networks read their RPC and key from the environment (or Hardhat's keystore) and only when used.
 */
export default defineConfig({
  plugins: [toolbox],
  paths: {
    sources: { solidity: './contracts/src' },
    tests: { solidity: './contracts/test/solidity', nodejs: './contracts/test/node' },
    cache: './contracts/cache',
    artifacts: './contracts/artifacts',
    ignition: './contracts/ignition',
  },
  solidity: {
    version: '0.8.34',
    path: fileURLToPath(import.meta.resolve('solc/soljson.js')),
    settings: { evmVersion: 'cancun', optimizer: { enabled: true, runs: 1_000_000 } },
    npmFilesToBuild: ['@openzeppelin/contracts/access/manager/AccessManager.sol'],
  },
  test: {
    solidity: {
      // A fixed seed, so that a failure comes back.
      fuzz: { runs: 256, seed: '0x6c756e61' },
      invariant: { runs: 16, depth: 128, failOnRevert: true },
      fsPermissions: {
        readFile: ['entry', 'log', 'redemption'].map((name) => `docs/spec/vectors/${name}.json`),
      },
    },
  },
  networks: {
    default: { type: 'edr-simulated', chainType: 'l1', hardfork: 'cancun' },
    amoy: {
      type: 'http',
      chainId: 80_002,
      url: configVariable('AMOY_RPC_URL'),
      accounts: [configVariable('AMOY_DEPLOYER_KEY')],
      ignition: { maxPriorityFeePerGas: POLYGON_LEAST_TIP },
    },
    polygon: {
      type: 'http',
      chainId: 137,
      url: configVariable('POLYGON_RPC_URL'),
      accounts: [configVariable('POLYGON_DEPLOYER_KEY')],
      ignition: { maxPriorityFeePerGas: POLYGON_LEAST_TIP },
    },
  },
});
