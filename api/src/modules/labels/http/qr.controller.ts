import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { BYTES, Sends, TEXT } from '../../../http/sends.ts';
import { Anyone } from '../../auth/auth.public.ts';
import { Labels } from '../use/labels.ts';
import { qrPngQuery, qrQuery, type QrPngQuery, type QrQuery } from './qr-query.ts';

/** The code of a passport never changes; the address it leads to may, with the domain. */
const CACHE = 'public, max-age=86400';

/** QR codes that lead to a passport's page. Images, so outside of the envelope. */
@ApiTags('labels')
@Controller('api/v1/passports')
export class QrController {
  readonly #labels: Labels;

  constructor(labels: Labels) {
    this.#labels = labels;
  }

  @Get(':id/qr.svg')
  @Anyone()
  @Header('content-type', 'image/svg+xml')
  @Header('cache-control', CACHE)
  @ApiOperation({ operationId: 'getQrSvg', summary: 'QR code of a passport as a vector image' })
  @Sends('image/svg+xml', TEXT)
  svg(@Param('id') id: string, @Query({ schema: qrQuery }) query: QrQuery): Promise<string> {
    return this.#labels.svg(id, query);
  }

  @Get(':id/qr.png')
  @Anyone()
  @Header('content-type', 'image/png')
  @Header('cache-control', CACHE)
  @ApiOperation({ operationId: 'getQrPng', summary: 'QR code of a passport as a pixel image' })
  @Sends('image/png', BYTES)
  png(@Param('id') id: string, @Query({ schema: qrPngQuery }) query: QrPngQuery): Promise<Buffer> {
    return this.#labels.png(id, query);
  }
}
