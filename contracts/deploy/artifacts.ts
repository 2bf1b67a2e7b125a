import {
  accessManagerAbi,
  accessManagerBytecode,
  passportLogAbi,
  passportLogBytecode,
} from '@luna/contracts-abi';
import type { Artifact, ArtifactResolver } from '@nomicfoundation/ignition-core';

const CONTRACTS = new Map([
  ['PassportLog', { abi: passportLogAbi, bytecode: passportLogBytecode }],
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
