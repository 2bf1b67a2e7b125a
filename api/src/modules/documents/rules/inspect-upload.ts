import { LunaError } from '@luna/runtime';
import { fileTypeFromBuffer } from 'file-type';
import { extensionOf, fileName } from './file-name.ts';
import { mismatch, unsupported } from './file-refusal.ts';
import type { ImageSize } from './image-size.ts';
import { inspectJpeg } from './inspect-jpeg.ts';
import { inspectPdf } from './inspect-pdf.ts';
import { inspectPng } from './inspect-png.ts';
import { inspectJson, inspectStep, inspectText } from './inspect-text.ts';
import { inspectWebp } from './inspect-webp.ts';
import { refuseForeign } from './refuse-foreign.ts';

const MiB = 1024 * 1024;
/** No upload is larger than this many bytes, whatever it is. */
export const UPLOAD_LIMIT = 32 * MiB;

type Accepted = {
  /** The first is the one given to files that come with another. */
  extensions: readonly [string, ...string[]];
  /** Less than `UPLOAD_LIMIT`. */
  limit?: number;
  /** Binary formats have a signature, which is looked at before anything else. */
  binary?: true;
  measure?: (bytes: Uint8Array) => ImageSize;
  check?: (bytes: Uint8Array) => void;
};

const ACCEPTED: ReadonlyMap<string, Accepted> = new Map<string, Accepted>([
  ['image/jpeg', { extensions: ['jpg', 'jpeg'], binary: true, measure: inspectJpeg }],
  ['image/png', { extensions: ['png'], binary: true, measure: inspectPng }],
  ['image/webp', { extensions: ['webp'], binary: true, measure: inspectWebp }],
  ['application/pdf', { extensions: ['pdf'], binary: true, check: inspectPdf }],
  ['text/plain', { extensions: ['txt'], check: inspectText }],
  ['text/csv', { extensions: ['csv'], check: inspectText }],
  // Parsing takes a multiple of the file's size in memory.
  ['application/json', { extensions: ['json'], limit: 4 * MiB, check: inspectJson }],
  ['model/step', { extensions: ['step', 'stp'], check: inspectStep }],
]);

/** What an uploaded file is: its type, checked against its bytes, and a name that is safe to show. */
export type InspectedUpload = {
  mediaType: string;
  extension: string;
  name: string;
} & Partial<ImageSize>;

/**
 * Decides by content whether a file is what it is said to be, in time linear in its length and
 * without decoding it. Files are to be served with exactly this media type and `nosniff`.
 *
 * `declared.mediaType` may have parameters; empty or `application/octet-stream`, as browsers say of
 * what they do not know, it gives way to the name's extension.
 *
 * Errors: `FILE_EMPTY`, `FILE_TOO_LARGE`, `FILE_TYPE_UNSUPPORTED` (not an accepted type, or active or
 * encrypted content), `FILE_TYPE_MISMATCH` (not what it says, or damaged), `FILE_POLYGLOT`,
 * `FILE_IMAGE_TOO_LARGE`, `FILE_NAME_INVALID`.
 */
export async function inspectUpload(
  bytes: Uint8Array,
  declared: { mediaType: string; name: string },
): Promise<InspectedUpload> {
  const [mediaType, accepted] = declaredType(declared);
  const { extensions, limit = UPLOAD_LIMIT } = accepted;
  if (bytes.length === 0) {
    throw new LunaError('FILE_EMPTY', 'The file is empty. Choose another one.');
  }
  if (bytes.length > limit) {
    throw new LunaError(
      'FILE_TOO_LARGE',
      `The file is larger than ${limit / MiB} MiB, the most for ${mediaType}. Make it smaller.`,
    );
  }
  const name = fileName(declared.name, extensions);
  if (accepted.binary) {
    await checkSignature(bytes, mediaType);
    refuseForeign(bytes, mediaType);
  }
  accepted.check?.(bytes);
  return { mediaType, extension: extensionOf(name), name, ...accepted.measure?.(bytes) };
}

function declaredType(declared: { mediaType: string; name: string }): [string, Accepted] {
  const said = (declared.mediaType.split(';', 1)[0] ?? '').trim().toLowerCase();
  const known = ACCEPTED.get(said);
  if (known !== undefined) return [said, known];
  if (said === '' || said === 'application/octet-stream') {
    const extension = extensionOf(declared.name);
    const found = [...ACCEPTED].find(([, { extensions }]) => extensions.includes(extension));
    if (found !== undefined) return found;
  }
  throw unsupported('is of another type');
}

async function checkSignature(bytes: Uint8Array, mediaType: string): Promise<void> {
  // It knows hundreds of formats; what it trips over is none of ours.
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  if (found?.mime === mediaType) return;
  throw mismatch(`should be ${mediaType} but is ${found?.mime ?? 'something else'}`);
}
