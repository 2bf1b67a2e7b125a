import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refuses } from '../../../http/refuses.ts';
import { Sends } from '../../../http/sends.ts';
import { Anyone } from '../../auth/auth.public.ts';
import { PassportDocuments } from '../use/passport-documents.ts';
import { documentQuery, type DocumentQuery } from './requests.ts';
import { CREDENTIAL } from './views.ts';

/** Passport documents byte by byte as they were signed, so outside of the envelope. */
@ApiTags('credentials')
@Controller('api/v1/passports')
export class DocumentController {
  readonly #documents: PassportDocuments;

  constructor(documents: PassportDocuments) {
    this.#documents = documents;
  }

  @Get(':id/document')
  @Anyone()
  @Header('content-type', 'application/vc')
  @Header('cache-control', 'public, max-age=60')
  @Refuses('PUBLICATION_UNKNOWN', 'CONTENT_UNAVAILABLE', 'CONTENT_CORRUPT')
  @ApiOperation({
    operationId: 'getPassportDocument',
    summary: 'The passport document: the newest, the one of a position, or the one of a day',
  })
  @Sends('application/vc', CREDENTIAL)
  async document(
    @Param('id') id: string,
    @Query({ schema: documentQuery }) query: DocumentQuery,
  ): Promise<Buffer> {
    return Buffer.from(await this.#documents.read(await this.#documents.find(id, query)));
  }
}
