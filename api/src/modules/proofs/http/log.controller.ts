import { Controller, Get, Header, Req } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Refuses } from '../../../http/refuses.ts';
import { BYTES, Sends, TEXT } from '../../../http/sends.ts';
import { ServeLog } from '../use/serve-log.ts';

const IMMUTABLE = 'public, max-age=31536000, immutable';

/** C2SP tlog-tiles: anonymous, outside of the envelope. Paths are compared byte by byte. */
@ApiTags('log')
@Controller('log')
export class LogController {
  readonly #log: ServeLog;

  constructor(log: ServeLog) {
    this.#log = log;
  }

  @Get('checkpoint')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('cache-control', 'public, max-age=2')
  @Refuses('LOG_NOT_STARTED')
  @ApiOperation({ operationId: 'getCheckpoint', summary: 'The newest signed checkpoint' })
  @Sends('text/plain', TEXT)
  checkpoint(): Promise<string> {
    return this.#log.checkpoint();
  }

  @Get('vkey')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('cache-control', 'public, max-age=60')
  @Refuses('TRUST_MISSING')
  @ApiOperation({ operationId: 'getVkey', summary: 'Verifier keys of the log, one per line' })
  @Sends('text/plain', TEXT)
  vkey(): string {
    return this.#log.vkeys();
  }

  @Get('tile/entries/*')
  @Header('content-type', 'application/octet-stream')
  @Header('cache-control', IMMUTABLE)
  @ApiParam({ name: 'path', description: 'Slashes as they are' })
  @Refuses('PATH_INVALID', 'TILE_UNKNOWN')
  @ApiOperation({ operationId: 'getEntries', summary: 'An entry bundle: <N>[.p/<W>]' })
  @Sends('application/octet-stream', BYTES)
  async entries(@Req() request: FastifyRequest): Promise<Buffer> {
    return Buffer.from(await this.#log.entries(pathBelowLog(request)));
  }

  @Get('tile/*')
  @Header('content-type', 'application/octet-stream')
  @Header('cache-control', IMMUTABLE)
  @ApiParam({ name: 'path', description: 'Slashes as they are' })
  @Refuses('PATH_INVALID', 'TILE_UNKNOWN')
  @ApiOperation({ operationId: 'getTile', summary: 'A tile: <L>/<N>[.p/<W>]' })
  @Sends('application/octet-stream', BYTES)
  async tile(@Req() request: FastifyRequest): Promise<Buffer> {
    return Buffer.from(await this.#log.tile(pathBelowLog(request)));
  }
}

/** As it was sent: a decoded path would give one tile several addresses. */
function pathBelowLog({ url }: FastifyRequest): string {
  return url.replace(/^\/log\//, '').replace(/\?.*$/, '');
}
