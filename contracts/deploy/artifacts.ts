import {
  accessManagerAbi,
  accessManagerBytecode,
  nbTokenAbi,
  nbTokenBytecode,
  passportLogAbi,
  passportLogBytecode,
  pointsBridgeAbi,
  pointsBridgeBytecode,
} from '@luna/contracts-abi';
import type { Artifact, ArtifactResolver } from '@nomicfoundation/ignition-core';

const CONTRACTS = new Map<string, Pick<Artifact, 'abi' | 'bytecode'>>([
  ['PassportLog', { abi: passportLogAbi, bytecode: passportLogBytecode }],
  ['PointsBridge', { abi: pointsBridgeAbi, bytecode: pointsBridgeBytecode }],
  ['NBToken', { abi: nbTokenAbi, bytecode: nbTokenBytecode }],
  ['AccessManager', { abi: accessManagerAbi, bytecode: accessManagerBytecode }],
]);

/** The committed ABIs and bytecode as Ignition wants them, so that a first start compiles nothing. */
export const committedArtifacts: ArtifactResolver = {
  loadArtifact(contractName): Promise<Artifact> {
    const contract = CONTRACTS.get(contractName);
    if (contract === undefined) {
      return Promise.reject(new RangeError(`contracts-abi holds no ${contractName}`));
    }
    return Promise.resolve({
      _format: 'hh3-artifact-1',
      contractName,
      sourceName: contractName,
      ...contract,
      deployedBytecode: '0x',
      linkReferences: {},
      deployedLinkReferences: {},
    });
  },
  getBuildInfo: () => Promise.resolve(undefined),
};
