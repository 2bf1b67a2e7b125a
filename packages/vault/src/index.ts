export { currentKey, keyById, makeKey } from './data-keys.ts';
export { destroyDataKeys, organizationOf } from './destroy-data-keys.ts';
export {
  masterKeyOf,
  PLATFORM,
  unwrap,
  type DataKey,
  type MasterKey,
  type Owner,
  type KeyRow,
} from './master-key.ts';
export { renewDataKey } from './renew-data-key.ts';
export { rotateMasterKey } from './rotate-master-key.ts';
export { keyIdOf, open, seal } from './seal.ts';
export { issuerKeyPurpose, signingKeyPurpose, totpPurpose } from './sealed-columns.ts';
