import { describe, expect, test } from 'vitest';
import { download } from './download.ts';

const URL = 'https://page.example/file';

/** A response whose body arrives in the given parts. */
const inParts = (parts: readonly string[], headers: Record<string, string> = {}): Response => {
  const encoder = new TextEncoder();
  const body = new ReadableStream({
    start: (controller) => {
      for (const part of parts) controller.enqueue(encoder.encode(part));
      controller.close();
    },
  });
  return new Response(body, { headers });
};

describe('download', () => {
  test('default: puts the parts together and tells how far it is', async () => {
    const told: [number, number | null][] = [];
    const { status, bytes } = await download(
      () => Promise.resolve(inParts(['abc', 'de'], { 'content-length': '5' })),
      URL,
      10,
      (received, total) => told.push([received, total]),
    );
    expect(status).toBe(200);
    expect(new TextDecoder().decode(bytes)).toBe('abcde');
    expect(told).toEqual([
      [3, 5],
      [5, 5],
    ]);
  });

  test('behaviour: the length of compressed bytes is not taken for the length', async () => {
    const told: (number | null)[] = [];
    const headers = { 'content-length': '2', 'content-encoding': 'gzip' };
    const request = (): Promise<Response> => Promise.resolve(inParts(['abcde'], headers));
    await download(request, URL, 10, (_, total) => told.push(total));
    expect(told).toEqual([null]);
  });

  test('error: more than the limit is not collected', async () => {
    const request = (): Promise<Response> => Promise.resolve(inParts(['abc', 'def', 'ghi']));
    await expect(download(request, URL, 5)).rejects.toMatchObject({ code: 'RECORDS_UNREACHABLE' });
  });
});
