import type { IncomingMessage } from 'node:http';
import fastifyMultipart from '@fastify/multipart';
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import { LunaError } from '@luna/runtime';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ValidationError, validationError } from './validation-error.ts';

/** A file as it was sent, whole in memory, with the fields that came with it. */
export type Upload<F> = {
  bytes: Uint8Array;
  /** As the sender says. */
  name: string;
  mediaType: string;
  fields: F;
};

/**
 * Reads the form of a request: exactly one part `file`, of at most `most` bytes, and the fields of
 * the schema. Nothing is read before it is called, so whoever may not upload sends in vain.
 * Throws MEDIA_TYPE_UNSUPPORTED, FILE_TOO_LARGE, MULTIPART_INVALID, VALIDATION_FAILED.
 */
export type ReadUpload = <F>(fields: z.ZodType<F>, most: number) => Promise<Upload<F>>;

/** A file that is still coming in; reading on throws FILE_TOO_LARGE, MULTIPART_INVALID. */
export type IncomingFile = Omit<Upload<never>, 'bytes' | 'fields'> & {
  chunks: AsyncIterable<Uint8Array>;
};

/**
 * Like {@link ReadUpload} for a file that need not be in memory: `take` reads it while it comes in, before
 * it is known whether the rest of the form is in order. What `take` throws comes through.
 */
export type TakeUpload = <F, T>(
  fields: z.ZodType<F>,
  most: number,
  take: (file: IncomingFile) => Promise<T>,
) => Promise<{ taken: T; fields: F }>;

/** Field values and names of one form; the file is counted by us, so that it can end early. */
const LIMITS = {
  fileSize: Number.POSITIVE_INFINITY,
  fields: 8,
  fieldSize: 4096,
  fieldNameSize: 100,
  parts: 12,
  headerPairs: 20,
};

/** Reads multipart bodies on routes marked {@link TakesFile}; all others refuse them like any but JSON. */
export async function useMultipart(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  await server.register(fastifyMultipart, { limits: LIMITS, throwFileSizeLimit: false });
  server.addHook('preValidation', (request, _reply, done) => {
    const refused =
      request.isMultipart() && !routeConfig.parse(request.routeOptions.config).takesFile;
    done(refused ? unsupported('application/json') : undefined);
  });
}

const routeConfig = z.object({ takesFile: z.boolean().default(false) });

/** A route that takes a form with one part `file` and these fields, each with what it means. */
export function TakesFile(fields: Readonly<Record<string, string>>): MethodDecorator {
  const texts = Object.entries(fields).map(
    ([name, description]) => [name, { type: 'string', description }] as const,
  );
  const properties = { file: { type: 'string', format: 'binary' }, ...Object.fromEntries(texts) };
  return applyDecorators(
    RouteConfig({ takesFile: true }),
    ApiConsumes('multipart/form-data'),
    ApiBody({ schema: { type: 'object', properties, required: ['file'] } }),
  );
}

/** The form of a route marked {@link TakesFile}, not read yet. */
export const FileForm = createParamDecorator(
  (_: unknown, context: ExecutionContext): ReadUpload => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return (fields, most) => readUpload(request, fields, most);
  },
);

/** The form of a route marked {@link TakesFile}, whose file is read while it comes in. */
export const StreamedForm = createParamDecorator(
  (_: unknown, context: ExecutionContext): TakeUpload => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return (fields, most, take) => takeUpload(request, fields, most, take);
  },
);

async function readUpload<F>(
  request: FastifyRequest,
  schema: z.ZodType<F>,
  most: number,
): Promise<Upload<F>> {
  const whole = async ({ chunks, ...file }: IncomingFile) => {
    const parts: Uint8Array[] = [];
    for await (const chunk of chunks) parts.push(chunk);
    return { ...file, bytes: Buffer.concat(parts) };
  };
  const { taken, fields } = await takeUpload(request, schema, most, whole);
  return { ...taken, fields };
}

async function takeUpload<F, T>(
  request: FastifyRequest,
  schema: z.ZodType<F>,
  most: number,
  take: (file: IncomingFile) => Promise<T>,
): Promise<{ taken: T; fields: F }> {
  if (!request.isMultipart()) throw unsupported('multipart/form-data');
  let taken: { value: T } | undefined;
  const fields: Record<string, unknown> = {};
  try {
    for await (const part of partsOf(request)) {
      if (part.type === 'file') {
        if (part.fieldname !== 'file') {
          throw invalid(part.fieldname, 'no file of this name is known');
        }
        if (taken !== undefined) throw invalid('file', 'expected one file');
        // A part without a file name may be a file as well.
        const name = z.string().default('').parse(part.filename);
        const chunks = counted(part.file, most);
        taken = { value: await take({ name, mediaType: part.mimetype, chunks }) };
      } else {
        if (part.valueTruncated) throw invalid(part.fieldname, 'too long');
        if (Object.hasOwn(fields, part.fieldname)) throw invalid(part.fieldname, 'expected once');
        fields[part.fieldname] = part.value;
      }
    }
    const parsed = schema.safeParse(fields);
    if (!parsed.success) throw validationError(parsed.error.issues);
    if (taken === undefined) throw invalid('file', 'expected one file');
    return { taken: taken.value, fields: parsed.data };
  } finally {
    letFinish(request.raw, most);
  }
}

/** The parts of a form. Throws MULTIPART_INVALID. */
async function* partsOf(request: FastifyRequest) {
  try {
    yield* request.parts();
  } catch (cause) {
    throw brokenOff(cause);
  }
}

async function* counted(stream: AsyncIterable<Buffer>, most: number): AsyncGenerator<Buffer> {
  let length = 0;
  try {
    for await (const chunk of stream) {
      length += chunk.length;
      if (length > most) throw tooLarge(most);
      yield chunk;
    }
  } catch (cause) {
    throw cause instanceof LunaError ? cause : brokenOff(cause);
  }
}

/**
 * Lets the sender finish, for many read no answer before; otherwise the connection would hang with
 * bytes nobody reads. Who goes on for much longer is cut off.
 */
export function letFinish(raw: IncomingMessage, most: number): void {
  let left = most;
  raw.unpipe();
  raw.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) raw.destroy();
  });
  raw.resume();
}

function tooLarge(most: number): LunaError {
  const message = `The file is larger than ${Math.floor(most / 1024 ** 2)} MiB. Make it smaller.`;
  return new LunaError('FILE_TOO_LARGE', message);
}

function brokenOff(cause: unknown): LunaError {
  const message = 'The form is broken off or malformed. Send it again.';
  return new LunaError('MULTIPART_INVALID', message, { cause });
}

function unsupported(wanted: string): LunaError {
  return new LunaError('MEDIA_TYPE_UNSUPPORTED', `Send the body as ${wanted}.`);
}

function invalid(field: string, message: string): ValidationError {
  return new ValidationError([{ field, message }]);
}
