import { createHash } from 'node:crypto';
import type { AccessClass } from '@luna/record';
import { LunaError } from '@luna/runtime';
import type { DocumentForm } from '../http/document-form.ts';
import { fileName } from './file-name.ts';
import { inspectUpload } from './inspect-upload.ts';

/** What is to be attached, before anything of it is kept. */
export type NewDocument = {
  /** Hex. */
  sha256: string;
  name: string;
  mediaType: string;
  /** Bytes. */
  length: number;
  width: number | null;
  height: number | null;
  /** Sorted. */
  access: AccessClass[];
};

export type UploadedFile = {
  bytes: Uint8Array;
  name: string;
  mediaType: string;
  fields: DocumentForm;
};

const RESTRICTED: readonly AccessClass[] = ['authority', 'interest', 'owner'];

/**
 * What an upload is and who is to see it. `photoLimit` in bytes.
 * Throws FILE_TOO_LARGE and what {@link inspectUpload} throws.
 */
export async function newDocument(
  { bytes, fields, ...declared }: UploadedFile,
  photoLimit: number,
): Promise<NewDocument> {
  const { mediaType, extension, name, width, height } = await inspectUpload(bytes, declared);
  const photo = mediaType.startsWith('image/');
  if (photo && bytes.length > photoLimit) {
    const message = `The picture is larger than ${Math.floor(photoLimit / 1024 ** 2)} MiB. Make it smaller.`;
    throw new LunaError('FILE_TOO_LARGE', message);
  }
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    name: fields.title === undefined ? name : fileName(fields.title, [extension]),
    mediaType,
    length: bytes.length,
    width: width ?? null,
    height: height ?? null,
    access: fields.access ?? (photo ? ['public'] : [...RESTRICTED]),
  };
}
