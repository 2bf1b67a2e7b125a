import { Body, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { z } from 'zod';
import { envelopeOf } from '../../../http/envelope.ts';
import { Refuses } from '../../../http/refuses.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import type { Caller } from '../caller.ts';
import { CurrentCaller, SignedIn } from '../current-caller.ts';
import { personOf } from '../use/person.ts';
import { SecondFactor } from '../use/second-factor.ts';
import { proofBody, totpEnableBody, type ProofBody, type TotpEnableBody } from './bodies.ts';
import { recoveryCodes, totpOffer, type RecoveryCodes, type TotpOffer } from './views.ts';

/** The second factor: codes of an authenticator app (RFC 6238), recovery codes. */
@V1Controller('auth/totp', 'auth')
export class SecondFactorController {
  readonly #factor: SecondFactor;

  constructor(factor: SecondFactor) {
    this.#factor = factor;
  }

  @Post('begin')
  @SignedIn()
  @HttpCode(200)
  @Refuses('CREDENTIALS_WRONG', 'TOTP_ENABLED')
  @ApiOperation({ operationId: 'beginTotp', summary: 'Get a secret for an authenticator app' })
  @ApiOkResponse({ standardSchema: envelopeOf(totpOffer) })
  begin(
    @CurrentCaller() caller: Caller,
    @Body({ schema: proofBody }) proof: ProofBody,
  ): Promise<TotpOffer> {
    return this.#factor.begin(personOf(caller), proof);
  }

  @Post('enable')
  @SignedIn()
  @HttpCode(200)
  @Refuses('TOTP_NOT_BEGUN', 'TOTP_WRONG', 'TOTP_ENABLED')
  @ApiOperation({
    operationId: 'enableTotp',
    summary: 'Ask for a code at every login; answers recovery codes',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(recoveryCodes) })
  async enable(
    @CurrentCaller() caller: Caller,
    @Body({ schema: totpEnableBody }) { totp }: TotpEnableBody,
  ): Promise<RecoveryCodes> {
    return { recoveryCodes: await this.#factor.enable(personOf(caller), totp) };
  }

  @Post('disable')
  @SignedIn()
  @HttpCode(200)
  @Refuses('CREDENTIALS_WRONG', 'TOTP_REQUIRED', 'TOTP_WRONG')
  @ApiOperation({ operationId: 'disableTotp', summary: 'Ask for no code any more' })
  @ApiOkResponse({ standardSchema: envelopeOf(z.null()) })
  async disable(
    @CurrentCaller() caller: Caller,
    @Body({ schema: proofBody }) proof: ProofBody,
  ): Promise<null> {
    await this.#factor.disable(personOf(caller), proof);
    return null;
  }

  @Post('recovery-codes')
  @SignedIn()
  @HttpCode(200)
  @Refuses('CREDENTIALS_WRONG', 'TOTP_REQUIRED', 'TOTP_WRONG', 'TOTP_NOT_BEGUN')
  @ApiOperation({
    operationId: 'renewRecoveryCodes',
    summary: 'Get new recovery codes; the old ones are worth nothing',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(recoveryCodes) })
  async renewCodes(
    @CurrentCaller() caller: Caller,
    @Body({ schema: proofBody }) proof: ProofBody,
  ): Promise<RecoveryCodes> {
    return { recoveryCodes: await this.#factor.renewCodes(personOf(caller), proof) };
  }
}
