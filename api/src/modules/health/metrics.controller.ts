import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Metrics } from '@luna/runtime';
import type { FastifyReply } from 'fastify';
import { Sends, TEXT } from '../../http/sends.ts';
import { METRICS } from '../../parts.ts';

@ApiTags('health')
@Controller('metrics')
export class MetricsController {
  readonly #metrics: Metrics;

  constructor(@Inject(METRICS) metrics: Metrics) {
    this.#metrics = metrics;
  }

  @Get()
  @ApiOperation({ operationId: 'getMetrics', summary: 'Prometheus metrics of this process' })
  @Sends('text/plain', TEXT)
  metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type(this.#metrics.contentType);
    return this.#metrics.metrics();
  }
}
