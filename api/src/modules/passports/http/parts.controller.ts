import { Body, Get, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { envelopeOf } from '../../../http/envelope.ts';
import { Refuses } from '../../../http/refuses.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import { Allow, CurrentCaller, type Caller } from '../../auth/auth.public.ts';
import { ApiIdempotent, IdempotencyKey } from '../../idempotency/idempotency.public.ts';
import { PassportCommands } from '../use/passport-commands.ts';
import { PassportQueries } from '../use/passport-queries.ts';
import {
  componentQuery,
  componentTree,
  partReplacement,
  type ComponentQuery,
  type ComponentTree,
  type PartReplacement,
} from './parts.ts';
import { eventReceipt, type EventReceipt } from './receipts.ts';

/** Which device is part of which. */
@V1Controller('passports')
export class PartsController {
  readonly #commands: PassportCommands;
  readonly #queries: PassportQueries;

  constructor(commands: PassportCommands, queries: PassportQueries) {
    this.#commands = commands;
    this.#queries = queries;
  }

  @Post(':id/parts')
  @Allow('passports:record')
  @ApiIdempotent()
  @Refuses(
    'COMPONENT_CYCLE',
    'COMPONENT_INSTALLED',
    'COMPONENT_UNKNOWN',
    'OCCURRED_IN_FUTURE',
    'PAYLOAD_TOO_LARGE',
  )
  @ApiOperation({
    operationId: 'replacePart',
    summary: 'Replace, remove or install a part; one event in every history it concerns',
  })
  @ApiCreatedResponse({ standardSchema: envelopeOf(eventReceipt.array()) })
  replace(
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() key: string | undefined,
    @Param('id') id: string,
    @Body({ schema: partReplacement }) body: PartReplacement,
  ): Promise<EventReceipt[]> {
    return this.#commands.replacePart(caller, key, id, body);
  }

  @Get(':id/components')
  @Allow('passports:read')
  @ApiOperation({ operationId: 'listComponents', summary: 'The parts in a device, as a tree' })
  @ApiOkResponse({ standardSchema: envelopeOf(componentTree) })
  components(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: componentQuery }) query: ComponentQuery,
  ): Promise<ComponentTree> {
    return this.#queries.components(caller, id, query);
  }
}
