export { accessManagerAbi } from './generated/access-manager.ts';
export { accessManagerBytecode } from './generated/access-manager-bytecode.ts';
export {
  ACCESS_MANAGER_SELECTORS,
  ACCESS_MANAGER_TOPICS,
} from './generated/access-manager-hashes.ts';
export { addresses } from './generated/addresses.ts';
export type { ContractAddresses } from './generated/addresses.ts';
export { passportLogAbi } from './generated/passport-log.ts';
export { passportLogBytecode } from './generated/passport-log-bytecode.ts';
export { PASSPORT_LOG_SELECTORS, PASSPORT_LOG_TOPICS } from './generated/passport-log-hashes.ts';
