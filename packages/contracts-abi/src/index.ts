export { accessManagerAbi } from './generated/access-manager.ts';
export { accessManagerBytecode } from './generated/access-manager-bytecode.ts';
export {
  ACCESS_MANAGER_SELECTORS,
  ACCESS_MANAGER_TOPICS,
} from './generated/access-manager-hashes.ts';
export { addresses } from './generated/addresses.ts';
export type { ContractAddresses } from './generated/addresses.ts';
export { nbTokenAbi } from './generated/nb-token.ts';
export { nbTokenBytecode } from './generated/nb-token-bytecode.ts';
export { NB_TOKEN_SELECTORS, NB_TOKEN_TOPICS } from './generated/nb-token-hashes.ts';
export { passportLogAbi } from './generated/passport-log.ts';
export { passportLogBytecode } from './generated/passport-log-bytecode.ts';
export { PASSPORT_LOG_SELECTORS, PASSPORT_LOG_TOPICS } from './generated/passport-log-hashes.ts';
export { pointsBridgeAbi } from './generated/points-bridge.ts';
export { pointsBridgeBytecode } from './generated/points-bridge-bytecode.ts';
export { POINTS_BRIDGE_SELECTORS, POINTS_BRIDGE_TOPICS } from './generated/points-bridge-hashes.ts';
