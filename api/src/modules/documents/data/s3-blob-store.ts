import { createHash, randomUUID } from 'node:crypto';
import { LunaError } from '@luna/runtime';
import { AwsClient } from 'aws4fetch';
import type { BlobStore } from './blob-store.ts';
import { listedObjects, type S3Object } from './s3-listing.ts';

export type S3Place = {
  /** Origin of the server; buckets are its first folders (path style). */
  endpoint: string;
  bucket: string;
  region: string;
  accessKey: string;
  secretKey: string;
};

const TIMEOUT_MS = 60_000;
const SHARDS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * Blobs in a bucket, at `documents/<sha256>/<random>`: every `put` makes an object of its own, which
 * is why a sweep, that deletes old objects by their names, can never take one that is put meanwhile.
 * Of several copies it leaves the newest.
 */
export function s3BlobStore(place: S3Place, { timeoutMs = TIMEOUT_MS } = {}): BlobStore {
  const client = new AwsClient({
    accessKeyId: place.accessKey,
    secretAccessKey: place.secretKey,
    region: place.region,
    service: 's3',
  });
  const bucket = `${place.endpoint.replace(/\/$/, '')}/${place.bucket}`;

  /** The answer's body; undefined where there is no such object. */
  async function ask(what: string, url: string, init: RequestInit): Promise<Buffer | undefined> {
    try {
      const request = await client.sign(url, init);
      const response = await fetch(request, { signal: AbortSignal.timeout(timeoutMs) });
      const body = Buffer.from(await response.arrayBuffer());
      if (response.status === 404 && body.includes('NoSuchKey')) return undefined;
      if (!response.ok) throw new Error(`S3 answers ${response.status}`);
      return body;
    } catch (cause) {
      throw unavailable(what, cause);
    }
  }

  /** Objects whose names begin with this, page by page. */
  async function list(prefix: string): Promise<S3Object[]> {
    const found: S3Object[] = [];
    for (let after = ''; ;) {
      const query = new URLSearchParams({ 'list-type': '2', prefix, 'start-after': after });
      const body = await ask('read', `${bucket}?${query.toString()}`, {});
      const page = body && listedObjects(body.toString());
      if (page === undefined) throw unavailable('read', 'the answer is no list of objects');
      found.push(...page);
      const last = page.at(-1);
      if (last === undefined) return found;
      after = last.key;
    }
  }

  return {
    put: async (sha256, bytes) => {
      await ask('written', `${bucket}/documents/${sha256}/${randomUUID()}`, {
        method: 'PUT',
        body: new Uint8Array(bytes),
        // Signed, so the server refuses bytes that were damaged on the way.
        headers: { 'x-amz-content-sha256': sha256 },
      });
    },

    get: async (sha256) => {
      for (const { key } of newestFirst(await list(`documents/${sha256}/`))) {
        const bytes = await ask('read', `${bucket}/${key}`, {});
        if (bytes === undefined) continue;
        if (createHash('sha256').update(bytes).digest('hex') === sha256) return bytes;
        const message =
          'The stored document has other bytes than its SHA-256 says. Attach it again.';
        throw new LunaError('CONTENT_CORRUPT', message, { details: { sha256 } });
      }
      throw unavailable('read', 'there is no such object');
    },

    sweep: async (before, unnamed) => {
      let deleted = 0;
      for (const shard of SHARDS) {
        const blobs = Map.groupBy(await list(`documents/${shard}`), digestOf);
        const gone = new Set(await unnamed([...blobs.keys()]));
        for (const [sha256, copies] of blobs) {
          const spare = newestFirst(copies).slice(gone.has(sha256) ? 0 : 1);
          for (const { key } of spare.filter(({ writtenAt }) => writtenAt < before)) {
            await ask('written', `${bucket}/${key}`, { method: 'DELETE' });
            deleted += 1;
          }
        }
      }
      return deleted;
    },
  };
}

const digestOf = ({ key }: S3Object) => key.split('/')[1] ?? '';
const newestFirst = (objects: readonly S3Object[]) =>
  objects.toSorted((one, other) => other.writtenAt - one.writtenAt);

function unavailable(what: string, cause: unknown): LunaError {
  const message = `The document cannot be ${what} at the moment. Try again later.`;
  return new LunaError('CONTENT_UNAVAILABLE', message, { retryable: true, cause });
}
