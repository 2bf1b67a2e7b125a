import { Body, Delete, Get, Header, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { envelopeOf, listOf, type Page } from '../../../http/envelope.ts';
import { Refuses } from '../../../http/refuses.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import {
  Allow,
  Anyone,
  CurrentCaller,
  OptionalCaller,
  type Caller,
} from '../../auth/auth.public.ts';
import { ApiIdempotent, IdempotencyKey } from '../../idempotency/idempotency.public.ts';
import { APPENDING } from '../rules/permission-of-kind.ts';
import { PassportCommands } from '../use/passport-commands.ts';
import { PassportQueries } from '../use/passport-queries.ts';
import { erasure, type Erasure } from './erasure.ts';
import {
  eventQuery,
  passportQuery,
  position,
  type EventQuery,
  type PassportQuery,
} from './list-query.ts';
import { newEvent, type NewEvent } from './new-event.ts';
import { newPassport, type NewPassport } from './new-passport.ts';
import { passportPatch, type PassportPatch } from './passport-patch.ts';
import {
  eventReceipt,
  passportReceipt,
  type EventReceipt,
  type PassportReceipt,
} from './receipts.ts';
import { eventView, passportView, type EventView, type PassportView } from './views.ts';

@V1Controller('passports')
export class PassportsController {
  readonly #commands: PassportCommands;
  readonly #queries: PassportQueries;

  constructor(commands: PassportCommands, queries: PassportQueries) {
    this.#commands = commands;
    this.#queries = queries;
  }

  @Post()
  @Allow('passports:create')
  @ApiIdempotent()
  @Refuses(
    'DEVICE_EXISTS',
    'OCCURRED_IN_FUTURE',
    'SEQUENCE_EXHAUSTED',
    'COMPANY_NOT_YOURS',
    'PAYLOAD_TOO_LARGE',
  )
  @ApiOperation({ operationId: 'createPassport', summary: 'Create a passport' })
  @ApiCreatedResponse({ standardSchema: envelopeOf(passportReceipt) })
  create(
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() key: string | undefined,
    @Body({ schema: newPassport }) body: NewPassport,
  ): Promise<PassportReceipt> {
    return this.#commands.create(caller, key, body);
  }

  @Get()
  @Allow('passports:read')
  @ApiOperation({ operationId: 'listPassports', summary: 'List passports, newest first' })
  @ApiOkResponse({ standardSchema: listOf(passportView) })
  list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: passportQuery }) query: PassportQuery,
  ): Promise<Page<PassportView>> {
    return this.#queries.list(caller, query);
  }

  @Get(':id')
  @Anyone()
  @ApiOperation({ operationId: 'getPassport', summary: 'Get a passport by code or UUID' })
  @ApiOkResponse({ standardSchema: envelopeOf(passportView) })
  get(@Param('id') id: string): Promise<PassportView> {
    return this.#queries.find(id);
  }

  @Patch(':id')
  @Allow('passports:amend', 'passports:move')
  @ApiIdempotent()
  @Refuses(
    'ROLE_NOT_ALLOWED',
    'ORDER_REQUIRED',
    'DEVICE_EXISTS',
    'ILLEGAL_STATUS_EDGE',
    'NOTHING_TO_CHANGE',
    'REASON_REQUIRED',
    'OCCURRED_IN_FUTURE',
    'POSITION_CONFLICT',
    'PASSPORT_STALE',
    'PAYLOAD_TOO_LARGE',
  )
  @ApiOperation({
    operationId: 'changePassport',
    summary: 'Take a status edge or amend the plate; answers the events written',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(eventReceipt.array()) })
  change(
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() key: string | undefined,
    @Param('id') id: string,
    @Body({ schema: passportPatch }) body: PassportPatch,
  ): Promise<EventReceipt[]> {
    return this.#commands.change(caller, key, id, body);
  }

  @Post(':id/events')
  @Allow(...APPENDING)
  @ApiIdempotent()
  @Refuses(
    'ILLEGAL_STATUS_EDGE',
    'STATUS_MISMATCH',
    'REASON_REQUIRED',
    'AMENDED_VALUE_MISMATCH',
    'FLAG_UNCHANGED',
    'REFERENCE_UNKNOWN',
    'DOCUMENT_UNKNOWN',
    'OCCURRED_IN_FUTURE',
    'POSITION_CONFLICT',
    'PASSPORT_STALE',
    'PAYLOAD_TOO_LARGE',
    'ROLE_NOT_ALLOWED',
    'ORDER_REQUIRED',
    'DEVICE_EXISTS',
  )
  @ApiOperation({ operationId: 'appendEvent', summary: 'Append an event to a passport' })
  @ApiCreatedResponse({ standardSchema: envelopeOf(eventReceipt) })
  append(
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() key: string | undefined,
    @Param('id') id: string,
    @Body({ schema: newEvent }) body: NewEvent,
  ): Promise<EventReceipt> {
    return this.#commands.append(caller, key, id, body);
  }

  @Get(':id/events')
  @Anyone()
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'listEvents', summary: 'The history of a passport, oldest first' })
  @ApiOkResponse({ standardSchema: listOf(eventView) })
  events(
    @OptionalCaller() caller: Caller | undefined,
    @Param('id') id: string,
    @Query({ schema: eventQuery }) query: EventQuery,
  ): Promise<Page<EventView>> {
    return this.#queries.events(caller, id, query);
  }

  @Get(':id/events/:position')
  @Anyone()
  @Header('cache-control', 'no-store')
  @Refuses('EVENT_UNKNOWN')
  @ApiOperation({ operationId: 'getEvent', summary: 'One event, and where it stands in the log' })
  @ApiOkResponse({ standardSchema: envelopeOf(eventView) })
  event(
    @OptionalCaller() caller: Caller | undefined,
    @Param('id') id: string,
    @Param('position', { schema: position }) at: number,
  ): Promise<EventView> {
    return this.#queries.event(caller, id, at);
  }

  @Delete(':id/events/:position/payload')
  @Allow('passports:erase')
  @Refuses('PAYLOAD_ERASED', 'KIND_NOT_ERASABLE', 'EVENT_UNKNOWN')
  @ApiOperation({
    operationId: 'erasePayload',
    summary: 'Forget what an event says, where it may be about a person; answers the erasure',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(eventReceipt) })
  erase(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('position', { schema: position }) at: number,
    @Body({ schema: erasure }) { reason }: Erasure,
  ): Promise<EventReceipt> {
    return this.#commands.erase(caller, id, at, reason);
  }
}
