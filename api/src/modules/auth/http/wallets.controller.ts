import { Body, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { z } from 'zod';
import { envelopeOf } from '../../../http/envelope.ts';
import { Refuses } from '../../../http/refuses.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import type { Caller } from '../caller.ts';
import { CurrentCaller, SignedIn } from '../current-caller.ts';
import { personOf } from '../use/person.ts';
import { Wallets } from '../use/wallets.ts';
import { siweLinkBody, uuidParam, type SiweLinkBody } from './bodies.ts';
import {
  siweNonce,
  viewNonce,
  viewWallet,
  walletView,
  type SiweNonce,
  type WalletView,
} from './views.ts';

/** Wallets a person has proven to hold, by Sign-In with Ethereum (EIP-4361). */
@V1Controller('auth')
export class WalletsController {
  readonly #wallets: Wallets;

  constructor(wallets: Wallets) {
    this.#wallets = wallets;
  }

  @Post('siwe/nonce')
  @SignedIn()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'createSiweNonce',
    summary: 'A nonce for a sign-in message, and what else the message must say',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(siweNonce) })
  async nonce(@CurrentCaller() caller: Caller): Promise<SiweNonce> {
    return viewNonce(await this.#wallets.challenge(personOf(caller)));
  }

  @Post('siwe/link')
  @SignedIn()
  @Refuses(
    'SIWE_NONCE_INVALID',
    'WALLET_LINKED',
    'SIGNATURE_WRONG',
    'SIWE_INVALID',
    'CHAIN_UNAVAILABLE',
  )
  @ApiOperation({ operationId: 'linkWallet', summary: 'Link the wallet that signed the message' })
  @ApiCreatedResponse({ standardSchema: envelopeOf(walletView) })
  async link(
    @CurrentCaller() caller: Caller,
    @Body({ schema: siweLinkBody }) { message, signature }: SiweLinkBody,
  ): Promise<WalletView> {
    return viewWallet(await this.#wallets.link(personOf(caller), message, signature));
  }

  @Get('wallets')
  @SignedIn()
  @ApiOperation({ operationId: 'listWallets', summary: 'Your linked wallets' })
  @ApiOkResponse({ standardSchema: envelopeOf(walletView.array()) })
  async list(@CurrentCaller() caller: Caller): Promise<WalletView[]> {
    return (await this.#wallets.list(personOf(caller))).map(viewWallet);
  }

  @Delete('wallets/:id')
  @SignedIn()
  @Refuses('WALLET_UNKNOWN')
  @ApiOperation({ operationId: 'unlinkWallet', summary: 'Unlink a wallet' })
  @ApiOkResponse({ standardSchema: envelopeOf(z.null()) })
  async unlink(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: uuidParam }) id: string,
  ): Promise<null> {
    await this.#wallets.unlink(personOf(caller), id);
    return null;
  }
}
