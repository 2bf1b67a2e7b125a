import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { JsonObject } from '@luna/passport';
import { Refuses } from '../../../http/refuses.ts';
import { Sends } from '../../../http/sends.ts';
import { Anyone } from '../../auth/auth.public.ts';
import { Issuers } from '../use/issuers.ts';
import { StatusLists } from '../use/status-lists.ts';
import { issuerId, listNumber } from './requests.ts';
import { CREDENTIAL, DID_DOCUMENT } from './views.ts';

/** Where did:web and status lists say they are, so outside of `/api` and of the envelope. */
@ApiTags('credentials')
@Controller('issuers')
export class IssuersController {
  readonly #issuers: Issuers;
  readonly #lists: StatusLists;

  constructor(issuers: Issuers, lists: StatusLists) {
    this.#issuers = issuers;
    this.#lists = lists;
  }

  @Get(':id/did.json')
  @Anyone()
  @Header('content-type', 'application/did+json')
  @Header('cache-control', 'public, max-age=60')
  @Refuses('ISSUER_UNKNOWN', 'DID_INVALID')
  @ApiOperation({
    operationId: 'getDidDocument',
    summary: 'The DID document of an organisation, with all keys it ever had',
  })
  @Sends('application/did+json', DID_DOCUMENT)
  async didDocument(@Param('id', { schema: issuerId }) id: string): Promise<Buffer> {
    return jsonBytes(await this.#issuers.didDocument(id));
  }

  @Get(':id/status/:list')
  @Anyone()
  @Header('content-type', 'application/vc')
  @Header('cache-control', 'public, max-age=60')
  @Refuses('STATUS_LIST_UNKNOWN', 'ISSUER_UNKNOWN', 'DID_INVALID')
  @ApiOperation({
    operationId: 'getStatusList',
    summary: 'A status list credential of an organisation: which documents it has revoked',
  })
  @Sends('application/vc', CREDENTIAL)
  async statusList(
    @Param('id', { schema: issuerId }) id: string,
    @Param('list', { schema: listNumber }) list: number,
  ): Promise<Buffer> {
    return jsonBytes(await this.#lists.read(id, list));
  }
}

const jsonBytes = (document: JsonObject) => Buffer.from(JSON.stringify(document));
