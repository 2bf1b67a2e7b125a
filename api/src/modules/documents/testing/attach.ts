import { createHash } from 'node:crypto';
import type { Answer, Send } from '../../../testing/test-api.ts';

export type Sender = { send(request: Send): Promise<Answer> };

export type Attaching = {
  bytes: Uint8Array;
  name?: string;
  type?: string;
  fields?: Record<string, string>;
  headers?: Record<string, string>;
};

/** Attaches a file as a browser's form would. */
export async function attach(
  sender: Sender,
  passport: string,
  { bytes, name = 'photo.png', type = 'image/png', fields = {}, headers = {} }: Attaching,
): Promise<Answer> {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append('file', new Blob([new Uint8Array(bytes)], { type }), name);
  return sendForm(sender, passport, form, headers);
}

export async function sendForm(
  sender: Sender,
  passport: string,
  form: FormData,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const encoded = new Response(form);
  return sender.send({
    method: 'POST',
    url: `/api/v1/passports/${passport}/documents`,
    bytes: new Uint8Array(await encoded.arrayBuffer()),
    headers: { 'content-type': encoded.headers.get('content-type') ?? '', ...headers },
  });
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A text file that nobody else has. */
export function text(words: string): Buffer {
  return Buffer.from(`${words}\n`);
}
