import { Get, Header, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { listOf, type Page } from '../../../http/envelope.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import { Allow, CurrentCaller, type Caller } from '../../auth/auth.public.ts';
import { AuditTrail } from '../use/audit-trail.ts';
import { actView, auditQuery, type ActView, type AuditQuery } from './audit-query.ts';

@V1Controller('audit')
export class AuditController {
  readonly #trail: AuditTrail;

  constructor(trail: AuditTrail) {
    this.#trail = trail;
  }

  @Get()
  @Allow('audit:read')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'listAuditActs',
    summary: 'Sensitive acts of your organisation, newest first: who, what, when, from where',
  })
  @ApiOkResponse({ standardSchema: listOf(actView) })
  list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: auditQuery }) query: AuditQuery,
  ): Promise<Page<ActView>> {
    return this.#trail.list(caller, query);
  }
}
