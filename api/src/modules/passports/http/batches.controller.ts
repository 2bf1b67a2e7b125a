import { Body, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { envelopeOf } from '../../../http/envelope.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import { CurrentCaller, Allow, type Caller } from '../../auth/auth.public.ts';
import type { BatchBody, BatchResult } from '../../idempotency/idempotency.public.ts';
import { APPENDING } from '../rules/permission-of-kind.ts';
import { PassportCommands } from '../use/passport-commands.ts';
import { eventBatch, eventBatchResult, passportBatch, passportBatchResult } from './batches.ts';
import type { EventReceipt, PassportReceipt } from './receipts.ts';

/** Many passports or events in one transaction, each with an idempotency key of its own. */
@V1Controller('batches')
export class BatchesController {
  readonly #commands: PassportCommands;

  constructor(commands: PassportCommands) {
    this.#commands = commands;
  }

  @Post('passports')
  @HttpCode(200)
  @Allow('passports:create')
  @ApiOperation({ operationId: 'createPassports', summary: 'Create up to 1,000 passports' })
  @ApiOkResponse({ standardSchema: envelopeOf(passportBatchResult) })
  createPassports(
    @CurrentCaller() caller: Caller,
    @Body({ schema: passportBatch }) batch: BatchBody,
  ): Promise<BatchResult<PassportReceipt>> {
    return this.#commands.createMany(caller, batch);
  }

  @Post('events')
  @HttpCode(200)
  @Allow(...APPENDING)
  @ApiOperation({
    operationId: 'appendEvents',
    summary: 'Append up to 1,000 events to any number of passports',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(eventBatchResult) })
  appendEvents(
    @CurrentCaller() caller: Caller,
    @Body({ schema: eventBatch }) batch: BatchBody,
  ): Promise<BatchResult<EventReceipt>> {
    return this.#commands.appendMany(caller, batch);
  }
}
