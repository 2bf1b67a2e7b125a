import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { BODY_LIMIT } from '../../../http/strict-json-body.ts';
import { ValidationError } from '../../../http/validation-error.ts';
import { captureError, type CaptureJob } from '../data/capture-jobs.ts';
import { MOST_EVENTS } from '../rules/capture-limit.ts';
import { ERROR_BEHAVIOURS, type ErrorBehaviour } from '../rules/error-behaviour.ts';

export const captureID = z.uuid();
export const ERROR_BEHAVIOUR_HEADER = 'GS1-Capture-Error-Behaviour';

/** What the header asks for; all or nothing when it is not sent. */
export const ErrorBehaviourHeader = createParamDecorator(
  (_: unknown, context: ExecutionContext): ErrorBehaviour => {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const given = headers[ERROR_BEHAVIOUR_HEADER.toLowerCase()] ?? 'rollback';
    const known = ERROR_BEHAVIOURS.find((name) => name === given);
    if (known !== undefined) return known;
    const message = `expected ${ERROR_BEHAVIOURS.join(' or ')}`;
    throw new ValidationError([{ field: ERROR_BEHAVIOUR_HEADER, message }]);
  },
);

/** What may be captured; its events are judged one by one, and the answers are in the job. */
export const epcisBody = z
  .looseObject({ type: z.string().optional().meta({ example: 'EPCISDocument' }) })
  .meta({ id: 'EpcisDocument' });
export type EpcisBody = z.infer<typeof epcisBody>;

/** Where the job is, and what may be sent, as the EPCIS REST binding says it. */
export function captureHeaders(id: string): Record<string, string> {
  return {
    location: `/api/v1/epcis/capture/${id}`,
    'gs1-epcis-version': '2.0',
    'gs1-cbv-version': '2.0',
    'gs1-epcis-capture-limit': String(MOST_EVENTS),
    'gs1-epcis-capture-file-size-limit': String(BODY_LIMIT),
  };
}

/** The capture job of EPCIS 2.0. */
export const captureJobView = z
  .object({
    captureID,
    createdAt: z.string(),
    finishedAt: z.string(),
    running: z.boolean().meta({ description: 'Always false: who sends a document waits for it' }),
    success: z.boolean(),
    captureErrorBehaviour: z.enum(ERROR_BEHAVIOURS),
    errors: z.array(captureError).meta({
      description: '`pointer` (RFC 6901) leads to what was refused, `code` says why',
    }),
    captured: z.int().meta({ description: 'Events written, each once for every passport' }),
    repeated: z.int().meta({ description: 'Events that the history had already' }),
  })
  .meta({ id: 'CaptureJob' });
export type CaptureJobView = z.infer<typeof captureJobView>;

export function viewJob({ id, errorBehaviour, ...job }: CaptureJob): CaptureJobView {
  const success = job.errors.length === 0;
  return { captureID: id, captureErrorBehaviour: errorBehaviour, running: false, success, ...job };
}
