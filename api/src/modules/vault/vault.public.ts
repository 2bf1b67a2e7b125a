export { deriveSecret } from './derive-secret.ts';
export { Vault } from './vault.ts';
export { VaultModule } from './vault.module.ts';
