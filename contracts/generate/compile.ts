import { fileURLToPath } from 'node:url';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import config from '../../hardhat.config.ts';
import type { CompiledContract } from './render.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const configPath = fileURLToPath(new URL('../../hardhat.config.ts', import.meta.url));

/** Contracts whose ABI and bytecode the rest of the house uses. */
const CONTRACTS = ['PassportLog', 'PointsBridge', 'NBToken', 'AccessManager'] as const;

/** Compiles what has changed, offline, and reads the artifacts of the contracts we publish. */
export async function compileContracts(): Promise<CompiledContract[]> {
  const hre = await createHardhatRuntimeEnvironment(config, { config: configPath }, root);
  await hre.tasks.getTask('build').run({ quiet: true, noTests: true });
  return Promise.all(
    CONTRACTS.map(async (name) => {
      const { abi, bytecode } = await hre.artifacts.readArtifact(name);
      return { name, abi, bytecode };
    }),
  );
}
