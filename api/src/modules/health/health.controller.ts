import { applyDecorators, Controller, Get, Header, Inject, Param, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { LunaError, runHealthChecks, type HealthCheck, type HealthReport } from '@luna/runtime';
import type { FastifyReply } from 'fastify';
import { healthReport } from './health-report.ts';
import { Refuses } from '../../http/refuses.ts';
import { CHECKS } from '../../parts.ts';

/** Without these nobody is served; the others only make an answer worse. */
const NEEDED: ReadonlySet<string> = new Set(['db', 'log', 'queue', 'chain']);

/** The same report with both statuses. */
const Reports = () =>
  applyDecorators(
    ApiResponse({ status: 200, standardSchema: healthReport }),
    ApiResponse({ status: 503, standardSchema: healthReport, description: 'Something is down' }),
  );

@ApiTags('health')
@Controller('health')
export class HealthController {
  readonly #checks: readonly HealthCheck[];

  constructor(@Inject(CHECKS) checks: readonly HealthCheck[]) {
    this.#checks = checks;
  }

  @Get()
  @Header('cache-control', 'no-store')
  @Reports()
  @ApiOperation({ operationId: 'getHealth', summary: '200 when the api is of use, 503 otherwise' })
  async all(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    return answer(reply, await runHealthChecks(this.#checks));
  }

  @Get(':name')
  @Header('cache-control', 'no-store')
  @Reports()
  @Refuses('NOT_FOUND')
  @ApiOperation({
    operationId: 'getHealthOf',
    summary: 'One of db, log, storage, queue, ipfs, chain; scanner and redis where they are used',
  })
  async one(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('name') name: string,
  ): Promise<HealthReport> {
    return answer(reply, await runHealthChecks([this.#named(name)]), [name]);
  }

  #named(name: string): HealthCheck {
    const found = this.#checks.find((check) => check.name === name);
    if (found !== undefined) return found;
    throw new LunaError('NOT_FOUND', 'There is no such check.');
  }
}

/** 503 when a needed check is down, or the one that was asked for. */
function answer(
  reply: FastifyReply,
  report: HealthReport,
  needed: readonly string[] = [...NEEDED],
): HealthReport {
  const down = needed.some((name) => report.checks[name]?.status === 'down');
  if (down) reply.status(503);
  return report;
}
