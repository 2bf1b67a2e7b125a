import { Readable } from 'node:stream';
import { Controller, Get, Header, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentCaller, type Caller } from '../../auth/auth.public.ts';
import { PassportQueries } from '../use/passport-queries.ts';
import { exportQuery, type ExportQuery } from './list-query.ts';

/** A file and no answer of the API, so outside of the envelope. */
@ApiTags('passports')
@Controller('api/v1/passports')
export class ExportController {
  readonly #queries: PassportQueries;

  constructor(queries: PassportQueries) {
    this.#queries = queries;
  }

  @Get('export.csv')
  @Allow('passports:export')
  @Header('content-type', 'text/csv; charset=utf-8; header=present')
  @Header('content-disposition', 'attachment; filename="passports.csv"')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'exportPassports',
    summary: 'The passports of a list as CSV (RFC 4180), newest first',
  })
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' } } } })
  csv(
    @CurrentCaller() caller: Caller,
    @Query({ schema: exportQuery }) query: ExportQuery,
  ): StreamableFile {
    return new StreamableFile(
      Readable.from(this.#queries.csv(caller, query), { highWaterMark: 1 }),
    );
  }
}
