import { Get, Header, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { envelopeOf } from '../../../http/envelope.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import { Allow, CurrentCaller, type Caller } from '../../auth/auth.public.ts';
import { ScansOfPassport } from '../use/scans-of-passport.ts';
import { scansQuery, scansView, type ScansQuery, type ScansView } from './scans-view.ts';

@V1Controller('passports', 'scan')
export class ScansController {
  readonly #scans: ScansOfPassport;

  constructor(scans: ScansOfPassport) {
    this.#scans = scans;
  }

  @Get(':id/scans')
  @Allow('passports:read')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'getScans',
    summary: 'How often a device of the organisation was scanned, day by day',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(scansView) })
  scans(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: scansQuery }) query: ScansQuery,
  ): Promise<ScansView> {
    return this.#scans.of(caller, id, query);
  }
}
