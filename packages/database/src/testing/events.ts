import { streamId } from '@luna/record';
import type { NewEvent } from '../append.ts';

export const ORG = '0192f0c0-0000-7000-8000-000000000001';
export const OTHER_ORG = '0192f0c0-0000-7000-8000-000000000002';
export const ACTOR = '0192f0c0-0000-7000-8000-0000000000aa';

/** A public note on the device called `name`; `text` tells events apart. */
export function note(
  name: string,
  text = 'checked',
  options: { org?: string; access?: 'owner' | 'public'; expectedPosition?: number } = {},
): NewEvent<'passport.noted'> {
  return {
    stream: streamId(`passport:${name}`),
    kind: 'passport.noted',
    envelope: {
      v: 1,
      org: options.org ?? ORG,
      actor: ACTOR,
      access: [options.access ?? 'public'],
      occurredAt: '2015-01-03T07:00:00.000Z',
      data: { severity: 'info', text },
    },
    expectedPosition: options.expectedPosition,
  };
}

/** That a file was attached to the device called `name`; its payload public unless told otherwise. */
export function attached(
  name: string,
  data: { sha256: string; length: number; cid?: string },
  access: 'owner' | 'public' = 'public',
): NewEvent<'passport.document_attached'> {
  const { stream, envelope } = note(name, '', { access });
  const file = { name: 'manual.pdf', mediaType: 'application/pdf', ...data };
  return { stream, kind: 'passport.document_attached', envelope: { ...envelope, data: file } };
}

/** That anybody may read it now. */
export function published(
  name: string,
  { sha256, cid }: { sha256: string; cid: string },
  access: 'owner' | 'public' = 'public',
): NewEvent<'passport.document_published'> {
  const { stream, envelope } = note(name, '', { access });
  const data = { sha256, cid };
  return { stream, kind: 'passport.document_published', envelope: { ...envelope, data } };
}
