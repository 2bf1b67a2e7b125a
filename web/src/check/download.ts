import { CheckProblem } from './problem.ts';

export type Download = { status: number; bytes: Uint8Array };
export type OnReceived = (bytes: number, total: number | null) => void;

/** Milliseconds without any answer before the server counts as unreachable. */
const PATIENCE = 20_000;

/**
 * Fetches a file and tells how far it has come. Any HTTP status is an answer; no answer, or more than
 * `limit` bytes, is RECORDS_UNREACHABLE.
 */
export async function download(
  request: typeof fetch,
  url: string,
  limit: number,
  onReceived: OnReceived = () => undefined,
): Promise<Download> {
  try {
    const response = await request(url, {
      headers: { accept: 'application/json' },
      credentials: 'omit',
      signal: AbortSignal.timeout(PATIENCE),
    });
    return { status: response.status, bytes: await collect(response, limit, onReceived) };
  } catch (error) {
    if (error instanceof CheckProblem) throw error;
    throw new CheckProblem('RECORDS_UNREACHABLE', '', { cause: error });
  }
}

async function collect(
  response: Response,
  limit: number,
  onReceived: OnReceived,
): Promise<Uint8Array> {
  // Content-Length counts the compressed bytes, which is not what arrives here.
  const encoded = response.headers.has('content-encoding');
  const length = Number(response.headers.get('content-length'));
  const total = !encoded && length > 0 ? length : null;
  const parts: Uint8Array[] = [];
  let received = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    parts.push(part.value);
    received += part.value.length;
    if (received > limit) throw new CheckProblem('RECORDS_UNREACHABLE', 'The answer has no end.');
    onReceived(received, total);
  }
  const bytes = new Uint8Array(received);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
