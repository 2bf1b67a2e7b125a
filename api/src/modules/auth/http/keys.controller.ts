import { Body, Delete, Get, Header, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { z } from 'zod';
import { envelopeOf, listOf, Page } from '../../../http/envelope.ts';
import { Refuses } from '../../../http/refuses.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import type { Caller } from '../caller.ts';
import { Allow, CurrentCaller } from '../current-caller.ts';
import { ApiKeys } from '../use/api-keys.ts';
import { personOf } from '../use/person.ts';
import { keyQuery, newKeyBody, uuidParam, type KeyQuery, type NewKeyBody } from './bodies.ts';
import { keyView, newKeyView, viewKey, type KeyView, type NewKeyView } from './views.ts';

/** API keys of the organisation, for machines. */
@V1Controller('auth/keys', 'auth')
export class KeysController {
  readonly #keys: ApiKeys;

  constructor(keys: ApiKeys) {
    this.#keys = keys;
  }

  @Get()
  @Allow('keys:manage')
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'listKeys', summary: 'API keys of the organisation, newest first' })
  @ApiOkResponse({ standardSchema: listOf(keyView) })
  async list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: keyQuery }) query: KeyQuery,
  ): Promise<Page<KeyView>> {
    return (await this.#keys.list(caller, query)).map(viewKey);
  }

  @Post()
  @Allow('keys:manage')
  @Header('cache-control', 'no-store')
  @Refuses('SCOPE_NOT_HELD', 'PERSON_REQUIRED')
  @ApiOperation({
    operationId: 'createKey',
    summary: 'Make an API key that can do no more than you; its secret is shown once',
  })
  @ApiCreatedResponse({ standardSchema: envelopeOf(newKeyView) })
  async create(
    @CurrentCaller() caller: Caller,
    @Body({ schema: newKeyBody }) { expiresAt, ...order }: NewKeyBody,
  ): Promise<NewKeyView> {
    const until = expiresAt === undefined ? null : Date.parse(expiresAt);
    const made = await this.#keys.create(personOf(caller), caller.permissions, {
      ...order,
      expiresAt: until,
    });
    return { ...viewKey(made.key), secret: made.secret };
  }

  @Delete(':id')
  @Allow('keys:manage')
  @Refuses('KEY_UNKNOWN', 'PERSON_REQUIRED')
  @ApiOperation({ operationId: 'revokeKey', summary: 'Revoke an API key, for ever' })
  @ApiOkResponse({ standardSchema: envelopeOf(z.null()) })
  async revoke(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: uuidParam }) id: string,
  ): Promise<null> {
    await this.#keys.revoke(personOf(caller), id);
    return null;
  }
}
