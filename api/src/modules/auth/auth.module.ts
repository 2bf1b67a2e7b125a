import { Global, Module } from '@nestjs/common';
import { KeyGuard } from './key-guard.ts';
import { Operator } from './operator.ts';

/** Global, because every module's routes ask who is calling. */
@Global()
@Module({ providers: [Operator, KeyGuard], exports: [Operator, KeyGuard] })
export class AuthModule {}
