import { Global, Module } from '@nestjs/common';
import { Vault } from './vault.ts';

/** Global: every module that keeps a secret seals it here. */
@Global()
@Module({ providers: [Vault], exports: [Vault] })
export class VaultModule {}
