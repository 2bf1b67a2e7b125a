import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refuses } from '../../../http/refuses.ts';
import { jsonLike } from '../../../http/sends.ts';
import { Anyone } from '../../auth/auth.public.ts';
import { PassportPage } from '../use/passport-page.ts';
import { ScanCounts } from '../use/scan-counts.ts';
import { LINKSET } from './linkset-view.ts';
import { sendPage } from './send-page.ts';

/** `/p/:code` for programs; browsers, who accept text/html, are given the page before they get here. */
@ApiTags('scan')
@Controller('p')
export class PageController {
  readonly #page: PassportPage;
  readonly #counts: ScanCounts;

  constructor(page: PassportPage, counts: ScanCounts) {
    this.#page = page;
    this.#counts = counts;
  }

  @Get(':code')
  @Anyone()
  @Refuses('NOT_ACCEPTABLE', 'CONTENT_UNAVAILABLE', 'CONTENT_CORRUPT')
  @ApiOperation({
    operationId: 'getPassportPage',
    summary: 'A device in the media type that `Accept` asks for, outside of the envelope',
  })
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: '#/components/schemas/Scan' } },
      'application/linkset+json': { schema: LINKSET },
      'application/vc': { schema: jsonLike({ type: ['VerifiableCredential'] }) },
      'application/ld+json': { schema: jsonLike({ type: 'EPCISDocument' }) },
      'application/aas+json': { schema: jsonLike({ submodels: [] }) },
      'application/vnd.luna.evidence+json': { schema: jsonLike({ version: 1 }) },
    },
  })
  async page(
    @Param('code') code: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const query = new URLSearchParams(request.url.split('?', 2)[1]);
    const ready = await this.#page.represent(code, request.headers.accept, query);
    sendPage(request, reply, this.#counts, ready);
  }
}
