import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CallerGuard } from './caller-guard.ts';
import { AccountController } from './http/account.controller.ts';
import { AuthController } from './http/auth.controller.ts';
import { Cookies } from './http/cookies.ts';
import { Credentials } from './http/credentials.ts';
import { JwksController } from './http/jwks.controller.ts';
import { KeysController } from './http/keys.controller.ts';
import { SecondFactorController } from './http/second-factor.controller.ts';
import { TokenTransport } from './http/token-transport.ts';
import { WalletsController } from './http/wallets.controller.ts';
import { Operator } from './operator.ts';
import { AccountDesk } from './use/account-desk.ts';
import { AccountNames } from './use/account-names.ts';
import { ApiKeys } from './use/api-keys.ts';
import { Callers } from './use/callers.ts';
import { Identity } from './use/identity.ts';
import { Links } from './use/links.ts';
import { Registration } from './use/registration.ts';
import { Revocations } from './use/revocations.ts';
import { SecondFactor } from './use/second-factor.ts';
import { Sessions } from './use/sessions.ts';
import { SignIn } from './use/sign-in.ts';
import { SigningKeys } from './use/signing-keys.ts';
import { Tokens } from './use/tokens.ts';
import { Wallets } from './use/wallets.ts';

/** Global, and its guard every route's, because every module's routes ask who is calling. */
@Global()
@Module({
  controllers: [
    AuthController,
    AccountController,
    SecondFactorController,
    WalletsController,
    KeysController,
    JwksController,
  ],
  providers: [
    AccountDesk,
    AccountNames,
    ApiKeys,
    { provide: APP_GUARD, useClass: CallerGuard },
    Callers,
    Cookies,
    Credentials,
    Identity,
    Links,
    Operator,
    Registration,
    Revocations,
    SecondFactor,
    Sessions,
    SignIn,
    SigningKeys,
    Tokens,
    TokenTransport,
    Wallets,
  ],
  exports: [Operator, AccountNames, Credentials, Sessions],
})
export class AuthModule {}
