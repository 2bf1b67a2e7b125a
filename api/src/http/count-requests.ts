import type { Metrics } from '@luna/runtime';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Histogram } from 'prom-client';

/** Measures every request by route pattern, so that a thousand codes make one line. */
export function countRequests(app: NestFastifyApplication, metrics: Metrics): void {
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [metrics],
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'unknown';
      seconds
        .labels(request.method, route, String(reply.statusCode))
        .observe(reply.elapsedTime / 1000);
      done();
    });
}
