import { Body, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { envelopeOf } from '../../../http/envelope.ts';
import { Refuses } from '../../../http/refuses.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import { Allow, Anyone, CurrentCaller, type Caller } from '../../auth/auth.public.ts';
import { ApiIdempotent, IdempotencyKey } from '../../idempotency/idempotency.public.ts';
import { Issuers } from '../use/issuers.ts';
import { VerifyCredential } from '../use/verify-credential.ts';
import { credential, revocation, type Credential, type Revocation } from './requests.ts';
import {
  issuerKeyView,
  issuerView,
  verificationView,
  type IssuerKeyView,
  type IssuerView,
  type VerificationView,
} from './views.ts';

@V1Controller('credentials')
export class CredentialsController {
  readonly #issuers: Issuers;
  readonly #verifying: VerifyCredential;

  constructor(issuers: Issuers, verifying: VerifyCredential) {
    this.#issuers = issuers;
    this.#verifying = verifying;
  }

  @Get('keys')
  @Allow('organizations:read')
  @Header('cache-control', 'no-store')
  @Refuses('DID_INVALID')
  @ApiOperation({
    operationId: 'listIssuerKeys',
    summary: 'Your organisation as an issuer: its DID, and the keys it signs and signed with',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(issuerView) })
  keys(@CurrentCaller() caller: Caller): Promise<IssuerView> {
    return this.#issuers.list(caller);
  }

  @Post('keys')
  @Allow('organizations:update')
  @ApiIdempotent()
  @Refuses('DID_INVALID')
  @ApiOperation({
    operationId: 'rotateIssuerKey',
    summary: 'Make a new key sign from now on; what the one before signed stays good',
  })
  @ApiCreatedResponse({ standardSchema: envelopeOf(issuerKeyView) })
  rotate(
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() key: string | undefined,
  ): Promise<IssuerKeyView> {
    return this.#issuers.rotate(caller, key);
  }

  @Post('keys/:key/revoke')
  @HttpCode(200)
  @Allow('organizations:update')
  @Refuses('ISSUER_KEY_UNKNOWN', 'DID_INVALID')
  @ApiOperation({
    operationId: 'revokeIssuerKey',
    summary: 'Revoke a lost or stolen key; what the ledger shows to be older stays good',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(issuerKeyView) })
  revoke(
    @CurrentCaller() caller: Caller,
    @Param('key') key: string,
    @Body({ schema: revocation }) { reason }: Revocation,
  ): Promise<IssuerKeyView> {
    return this.#issuers.revoke(caller, key, reason);
  }

  @Post('verify')
  @HttpCode(200)
  @Anyone()
  @Refuses('DOCUMENT_TOO_LARGE', 'DOCUMENT_INVALID')
  @ApiOperation({
    operationId: 'verifyCredential',
    summary: 'Verify a credential, at most 1 MiB: issuer, signature, revocation, ledger',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(verificationView) })
  verify(@Body({ schema: credential }) body: Credential): Promise<VerificationView> {
    return this.#verifying.verify(body);
  }
}
