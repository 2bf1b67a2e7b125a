import { Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { envelopeOf, listOf, type Page } from '../../../http/envelope.ts';
import { Refuses } from '../../../http/refuses.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import { Allow, CurrentCaller, type Caller } from '../../auth/auth.public.ts';
import { JobDesk } from '../use/job-desk.ts';
import {
  jobQuery,
  jobView,
  rowQuery,
  rowView,
  type JobQuery,
  type JobView,
  type RowQuery,
  type RowView,
} from './views.ts';

@V1Controller('jobs')
export class JobsController {
  readonly #desk: JobDesk;

  constructor(desk: JobDesk) {
    this.#desk = desk;
  }

  @Get()
  @Allow('jobs:read')
  @ApiOperation({ operationId: 'listJobs', summary: 'Imports of the organisation, newest first' })
  @ApiOkResponse({ standardSchema: listOf(jobView) })
  list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: jobQuery }) query: JobQuery,
  ): Promise<Page<JobView>> {
    return this.#desk.list(caller, query);
  }

  @Get(':id')
  @Allow('jobs:read')
  @Refuses('JOB_UNKNOWN')
  @ApiOperation({ operationId: 'getJob', summary: 'How far an import is' })
  @ApiOkResponse({ standardSchema: envelopeOf(jobView) })
  get(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<JobView> {
    return this.#desk.find(caller, id);
  }

  @Get(':id/rows')
  @Allow('jobs:read')
  @Refuses('JOB_UNKNOWN')
  @ApiOperation({
    operationId: 'listJobRows',
    summary: 'What became of each row, in the order of the file; kept for 7 days after the end',
  })
  @ApiOkResponse({ standardSchema: listOf(rowView) })
  rows(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: rowQuery }) query: RowQuery,
  ): Promise<Page<RowView>> {
    return this.#desk.rows(caller, id, query);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Allow('passports:create')
  @Refuses('JOB_UNKNOWN', 'JOB_ENDED')
  @ApiOperation({
    operationId: 'cancelJob',
    summary: 'End an import where it is; passports it has created stay',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(jobView) })
  cancel(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<JobView> {
    return this.#desk.cancel(caller, id);
  }
}
