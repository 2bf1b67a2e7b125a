import { createHash } from 'node:crypto';
import { cidOf, type BlockReader, type DocumentLink } from '@luna/content';
import { LunaError } from '@luna/runtime';
import { describe, expect, it } from 'vitest';
import { compareDocument } from './documents.ts';
import { AuditReport } from './report.ts';

const bytes = Buffer.from('manual');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const good: DocumentLink = { sha256, length: bytes.length, cid: cidOf(bytes, 'raw') };
const here: BlockReader = () => Promise.resolve(bytes);
const NAMED = new Set([`${sha256} ${bytes.length} ${good.cid}`]);

async function findings(
  link: DocumentLink,
  { read = here, named }: { read?: BlockReader; named?: ReadonlySet<string> } = {},
) {
  const report = new AuditReport();
  await compareDocument(report, read, link, named, 'manifest bafy of size 7');
  return report.findings;
}

describe('compareDocument', () => {
  it('default: what is there as the ledger names it is as it must be', async () => {
    expect(await findings(good)).toEqual([]);
    expect(await findings(good, { named: NAMED })).toEqual([]);
  });

  it.each<[what: string, link: Partial<DocumentLink>, read: BlockReader, code: string]>([
    ['another SHA-256', { sha256: 'ab'.repeat(32) }, here, 'PUBLISHED_DOCUMENT_DIFFERS'],
    ['a greater length', { length: 7 }, here, 'PUBLISHED_DOCUMENT_DIFFERS'],
    ['a smaller length', { length: 5 }, here, 'PUBLISHED_DOCUMENT_DIFFERS'],
    ['other bytes', {}, () => Promise.resolve(Buffer.from('Manual')), 'PUBLISHED_DOCUMENT_DIFFERS'],
    [
      'a block that is no file',
      { cid: cidOf(Uint8Array.of(0xa0), 'dag-cbor') },
      () => Promise.resolve(Uint8Array.of(0xa0)),
      'PUBLISHED_DOCUMENT_DIFFERS',
    ],
    [
      'nobody who has it',
      {},
      () => Promise.reject(new LunaError('CONTENT_UNAVAILABLE', 'No gateway served the block.')),
      'PUBLISHED_DOCUMENT_UNAVAILABLE',
    ],
  ])('error: %s', async (_, change, read, code) => {
    const where = `manifest bafy of size 7, document ${change.sha256 ?? sha256}`;
    expect(await findings({ ...good, ...change }, { read })).toMatchObject([
      { check: 'manifests', code, where },
    ]);
  });

  it('error: a document that no event makes public', async () => {
    expect(await findings(good, { named: new Set() })).toMatchObject([
      { code: 'PUBLISHED_DOCUMENT_UNKNOWN' },
    ]);
  });
});
