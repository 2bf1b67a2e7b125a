import { listEvents, type Event, type NewEvent } from '@luna/api-client';
import { canonicalBytes, toHex } from '@luna/record';
import { answer } from '../api/call.ts';
import type { Importer } from './importer.ts';

/**
 * Which of these events a passport already has, by what they say: idempotency keys live for a day,
 * a file may come again after a year. An event said twice must be recorded twice.
 * `recorded` stands in the order of `events`; `newest` is the passport's newest position.
 */
export async function recordedEvents(
  importer: Importer,
  code: string,
  events: readonly NewEvent[],
): Promise<{ recorded: boolean[]; newest: number }> {
  const recorded = new Map<string, number>();
  const past = await history(importer, code);
  for (const event of past) {
    if (event.payload === null) continue;
    const { kind, payload } = event;
    const key = contentOf(kind, payload.occurredAt, payload.data);
    recorded.set(key, (recorded.get(key) ?? 0) + 1);
  }
  const known = events.map(({ kind, occurredAt, data }) => {
    const key = contentOf(kind, occurredAt ?? '', data);
    const left = recorded.get(key) ?? 0;
    recorded.set(key, left - 1);
    return left > 0;
  });
  return { recorded: known, newest: past.at(-1)?.position ?? 0 };
}

async function history({ client, url }: Importer, code: string): Promise<Event[]> {
  const events: Event[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const query = { limit: 100, ...(cursor === undefined ? {} : { cursor }) };
    const page = await answer(url, listEvents({ client, path: { id: code }, query }));
    events.push(...page.data);
    cursor = page.meta.nextCursor;
  }
  return events;
}

function contentOf(kind: string, occurredAt: string, data: unknown): string {
  return `${kind}\n${occurredAt}\n${toHex(canonicalBytes(data))}`;
}
