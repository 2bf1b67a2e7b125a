import { LunaError } from '@luna/runtime';

export function unavailable(queue: string, cause?: unknown): LunaError {
  return new LunaError(
    'QUEUE_UNAVAILABLE',
    'The job queue does not answer. The work is recorded and will be found without it.',
    { retryable: true, details: { queue }, cause },
  );
}

export function closed(): LunaError {
  return new LunaError('QUEUE_CLOSED', 'The job queue of this process is closed.');
}

export function connectionLost(queue: string, cause: unknown, suppressed: number): LunaError {
  return new LunaError('QUEUE_CONNECTION', 'The job queue has trouble with its connection.', {
    retryable: true,
    details: { queue, suppressed },
    cause,
  });
}

export function jobFailed(queue: string, id: string, attempts: number, cause: unknown): LunaError {
  return new LunaError('JOB_FAILED', 'A job was given up; its row stays as it is.', {
    details: { queue, id, attempts },
    cause,
  });
}
