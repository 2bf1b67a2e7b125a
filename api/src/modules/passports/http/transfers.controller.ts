import { Body, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { z } from 'zod';
import { envelopeOf, listOf, type Page } from '../../../http/envelope.ts';
import { Refuses } from '../../../http/refuses.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import { Allow, CurrentCaller, type Caller } from '../../auth/auth.public.ts';
import { ApiIdempotent, IdempotencyKey } from '../../idempotency/idempotency.public.ts';
import { Transfers } from '../use/transfers.ts';
import {
  newTransfer,
  transferQuery,
  transferView,
  type NewTransfer,
  type TransferQuery,
  type TransferView,
} from './transfer.ts';

const uuid = z.uuid();

@V1Controller('passports', 'transfers')
export class OffersController {
  readonly #transfers: Transfers;

  constructor(transfers: Transfers) {
    this.#transfers = transfers;
  }

  @Post(':id/transfers')
  @Allow('passports:transfer')
  @ApiIdempotent()
  @Refuses('ORGANIZATION_UNKNOWN', 'TRANSFER_TO_SELF', 'TRANSFER_OPEN', 'COMPONENT_INSTALLED')
  @ApiOperation({
    operationId: 'offerTransfer',
    summary: 'Offer title to a device, parts included, to another organisation for 30 days',
  })
  @ApiCreatedResponse({ standardSchema: envelopeOf(transferView) })
  offer(
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() key: string | undefined,
    @Param('id') id: string,
    @Body({ schema: newTransfer }) body: NewTransfer,
  ): Promise<TransferView> {
    return this.#transfers.offer(caller, key, id, body);
  }
}

@V1Controller('transfers')
export class TransfersController {
  readonly #transfers: Transfers;

  constructor(transfers: Transfers) {
    this.#transfers = transfers;
  }

  @Get()
  @Allow('passports:transfer', 'audit:read')
  @ApiOperation({
    operationId: 'listTransfers',
    summary: 'Offers to and from your organisation, newest first',
  })
  @ApiOkResponse({ standardSchema: listOf(transferView) })
  list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: transferQuery }) query: TransferQuery,
  ): Promise<Page<TransferView>> {
    return this.#transfers.list(caller, query);
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Allow('passports:transfer')
  @ApiIdempotent()
  @Refuses(
    'TRANSFER_UNKNOWN',
    'TRANSFER_NOT_YOURS',
    'TRANSFER_CLOSED',
    'DEVICE_EXISTS',
    'COMPONENT_INSTALLED',
  )
  @ApiOperation({
    operationId: 'acceptTransfer',
    summary: 'Take title, as the organisation it was offered to',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(transferView) })
  accept(
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() key: string | undefined,
    @Param('id', { schema: uuid }) id: string,
  ): Promise<TransferView> {
    return this.#transfers.decide(caller, key, id, 'accept');
  }

  @Post(':id/refuse')
  @HttpCode(200)
  @Allow('passports:transfer')
  @ApiIdempotent()
  @Refuses('TRANSFER_UNKNOWN', 'TRANSFER_NOT_YOURS', 'TRANSFER_CLOSED')
  @ApiOperation({
    operationId: 'refuseTransfer',
    summary: 'Decline, as the organisation it was offered to',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(transferView) })
  refuse(
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() key: string | undefined,
    @Param('id', { schema: uuid }) id: string,
  ): Promise<TransferView> {
    return this.#transfers.decide(caller, key, id, 'refuse');
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Allow('passports:transfer')
  @ApiIdempotent()
  @Refuses('TRANSFER_UNKNOWN', 'TRANSFER_NOT_YOURS', 'TRANSFER_CLOSED')
  @ApiOperation({
    operationId: 'withdrawTransfer',
    summary: 'Take an offer back, as the organisation that made it',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(transferView) })
  withdraw(
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() key: string | undefined,
    @Param('id', { schema: uuid }) id: string,
  ): Promise<TransferView> {
    return this.#transfers.decide(caller, key, id, 'withdraw');
  }
}
