import { Body, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { envelopeOf, listOf, type Page } from '../../../http/envelope.ts';
import { Refuses } from '../../../http/refuses.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import { Allow, Anyone, CurrentCaller, type Caller } from '../../auth/auth.public.ts';
import { ApiIdempotent, IdempotencyKey } from '../../idempotency/idempotency.public.ts';
import { PassportDocuments } from '../use/passport-documents.ts';
import { PublishPassport } from '../use/publish-passport.ts';
import {
  position,
  publicationQuery,
  revocation,
  type PublicationQuery,
  type Revocation,
} from './requests.ts';
import {
  publicationReceipt,
  publicationView,
  type PublicationReceipt,
  type PublicationView,
} from './views.ts';

@V1Controller('passports', 'credentials')
export class PublicationsController {
  readonly #publishing: PublishPassport;
  readonly #documents: PassportDocuments;

  constructor(publishing: PublishPassport, documents: PassportDocuments) {
    this.#publishing = publishing;
    this.#documents = documents;
  }

  @Post(':id/publication')
  @Allow('passports:publish')
  @ApiIdempotent()
  @Refuses('PUBLICATION_OUTRUN', 'CONTENT_UNAVAILABLE', 'DID_INVALID')
  @ApiOperation({
    operationId: 'publishPassport',
    summary: 'Publish the passport as it stands: a signed UNTP document on IPFS, for ever',
  })
  @ApiCreatedResponse({ standardSchema: envelopeOf(publicationReceipt) })
  publish(
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() key: string | undefined,
    @Param('id') id: string,
  ): Promise<PublicationReceipt> {
    return this.#publishing.publish(caller, key, id);
  }

  @Get(':id/publications')
  @Anyone()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'listPublications',
    summary: 'Every version of the passport document that was published, newest first',
  })
  @ApiOkResponse({ standardSchema: listOf(publicationView) })
  list(
    @Param('id') id: string,
    @Query({ schema: publicationQuery }) query: PublicationQuery,
  ): Promise<Page<PublicationView>> {
    return this.#documents.list(id, query);
  }

  @Post(':id/publications/:position/revoke')
  @HttpCode(200)
  @Allow('passports:publish')
  @Refuses('PUBLICATION_UNKNOWN')
  @ApiOperation({
    operationId: 'revokePublication',
    summary:
      'Revoke what your organisation published; the document stays, and so does its revocation',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(publicationView) })
  revoke(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('position', { schema: position }) at: number,
    @Body({ schema: revocation }) { reason }: Revocation,
  ): Promise<PublicationView> {
    return this.#documents.revoke(caller, id, at, reason);
  }
}
