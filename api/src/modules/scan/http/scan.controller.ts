import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { envelopeOf } from '../../../http/envelope.ts';
import { Anyone } from '../../auth/auth.public.ts';
import { PassportPage } from '../use/passport-page.ts';
import { ScanCounts } from '../use/scan-counts.ts';
import { scanView } from './scan-view.ts';
import { sendPage } from './send-page.ts';

/** What is sent lies ready in its envelope, so nothing is put around it here. */
@ApiTags('scan')
@Controller('api/v1/scan')
export class ScanController {
  readonly #page: PassportPage;
  readonly #counts: ScanCounts;

  constructor(page: PassportPage, counts: ScanCounts) {
    this.#page = page;
    this.#counts = counts;
  }

  @Get(':code')
  @Anyone()
  @ApiOperation({
    operationId: 'scan',
    summary: 'The public side of a device, by its code or identification link',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(scanView) })
  async scan(
    @Param('code') code: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendPage(request, reply, this.#counts, await this.#page.scan(code));
  }
}
