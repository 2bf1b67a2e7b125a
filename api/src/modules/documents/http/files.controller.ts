import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refuses } from '../../../http/refuses.ts';
import { BYTES, Sends } from '../../../http/sends.ts';
import { Anyone, OptionalCaller, type Caller } from '../../auth/auth.public.ts';
import { DocumentQueries } from '../use/document-queries.ts';
import { sendDocument } from './send-document.ts';
import { digest } from './views.ts';

/** The bytes of documents, so outside of the envelope. */
@ApiTags('documents')
@Controller('api/v1/passports')
export class FilesController {
  readonly #queries: DocumentQueries;

  constructor(queries: DocumentQueries) {
    this.#queries = queries;
  }

  @Get(':id/documents/:sha256')
  @Anyone()
  @ApiHeader({ name: 'Range', required: false, description: 'One range of bytes' })
  @Refuses('DOCUMENT_NOT_FOUND', 'CONTENT_UNAVAILABLE', 'CONTENT_CORRUPT')
  @ApiOperation({ operationId: 'getDocument', summary: 'A photo or document as it was attached' })
  @Sends('*/*', BYTES)
  @ApiResponse({
    status: 206,
    description: 'The range that was asked for',
    content: { '*/*': { schema: BYTES } },
  })
  async download(
    @OptionalCaller() caller: Caller | undefined,
    @Param('id') id: string,
    @Param('sha256', { schema: digest }) sha256: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    return sendDocument(request, reply, await this.#queries.download(caller, id, sha256));
  }
}
