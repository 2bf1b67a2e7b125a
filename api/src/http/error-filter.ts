import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Clock, Logger } from '@luna/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeError } from './describe-error.ts';

/** What somebody watching for attacks wants to see: who is not let in, and where. */
const REFUSALS: ReadonlySet<number> = new Set([401, 403, 429]);

/** Answers every error in one shape (docs/api) and logs what is our fault. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  readonly #logger: Logger;
  readonly #clock: Clock;

  constructor(logger: Logger, clock: Clock) {
    this.#logger = logger;
    this.#clock = clock;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const described = describeError(error);
    if (described.statusCode >= 500) {
      this.#logger.error(
        { err: error, requestId: request.id, method: request.method, url: request.url },
        described.code,
      );
    }
    if (REFUSALS.has(described.statusCode)) {
      const { id: requestId, method, routeOptions, ip: address, caller } = request;
      const route = routeOptions.url;
      this.#logger.info(
        { requestId, method, route, code: described.code, address, actor: caller?.actorId },
        'refused',
      );
    }
    if (described.retryable) {
      void reply.header('retry-after', String(described.details?.['retryAfterSeconds'] ?? 1));
    }
    if (described.statusCode === 401) void reply.header('www-authenticate', 'Bearer');
    void reply
      .status(described.statusCode)
      .type('application/json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send({
        ...described,
        requestId: request.id,
        timestamp: new Date(this.#clock.now()).toISOString(),
      });
  }
}
