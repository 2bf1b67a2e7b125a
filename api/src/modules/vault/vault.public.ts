export { deriveSecret } from './derive-secret.ts';
export { PLATFORM, Vault, type Owner } from './vault.ts';
export { VaultModule } from './vault.module.ts';
