import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { z } from 'zod';

/** One page of a list, as a use case returns it. */
export class Page<T> {
  readonly items: readonly T[];
  readonly meta: PageMeta;

  constructor(items: readonly T[], meta: PageMeta) {
    this.items = items;
    this.meta = meta;
  }

  /** The same page with each item shown as `view` says. */
  map<V>(view: (item: T) => V): Page<V> {
    return new Page(this.items.map(view), this.meta);
  }
}

export const pageMeta = z
  .object({
    total: z.int().meta({ description: 'Exact up to 10,000, an estimate beyond' }),
    totalIsEstimate: z.boolean(),
    page: z.int(),
    limit: z.int(),
    totalPages: z.int(),
    hasMore: z.boolean(),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'PageMeta' });
export type PageMeta = z.infer<typeof pageMeta>;

/** Response schema of one thing: `{ statusCode, data, message }`. */
export function envelopeOf<T extends z.ZodType>(data: T) {
  return z.object({ statusCode: z.int(), data, message: z.string() });
}

/** Response schema of a list: the same with `meta`. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({
    statusCode: z.int(),
    data: z.array(item),
    meta: pageMeta,
    message: z.string(),
  });
}

/** Puts what a controller of `/api/v1` returns into the one envelope. */
@Injectable()
export class EnvelopeInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { statusCode } = context.switchToHttp().getResponse<FastifyReply>();
    return next
      .handle()
      .pipe(
        map((result: unknown) =>
          result instanceof Page
            ? { statusCode, data: result.items, meta: result.meta, message: 'Success' }
            : { statusCode, data: result, message: 'Success' },
        ),
      );
  }
}
