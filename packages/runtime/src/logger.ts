import { pino, stdSerializers } from 'pino';
import type { DestinationStream, Logger, SerializedError } from 'pino';

export type { Logger } from 'pino';

const SECRET_FIELDS = [
  'password',
  'passwords',
  'secret',
  'token',
  'accessToken',
  'refreshToken',
  'authorization',
  'cookie',
  'key',
  'apiKey',
  'privateKey',
  'seed',
  'mnemonic',
  'DATABASE_URL',
  'AUTH_DATABASE_URL',
  'PUBLIC_DATABASE_URL',
  'PLATFORM_DATABASE_URL',
  'MASTER_KEY_HEX',
  'NEW_MASTER_KEY_HEX',
  'SMTP_URL',
  'DATABASE_DIRECT_URL',
  'INDEXER_DATABASE_URL',
  'MIGRATE_DATABASE_URL',
  'KEYS_DATABASE_URL',
  'AUDIT_DATABASE_URL',
  'QUEUE_DATABASE_URL',
  'REDIS_URL',
  'S3_ACCESS_KEY',
  'S3_SECRET_KEY',
  'payload',
  'salt',
];

/** Paths three levels deep: pino's redaction knows no "anywhere". */
const REDACTED_PATHS = [
  ...SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
  'req.headers["x-api-key"]',
  'headers["x-api-key"]',
];

/** Replaces `user:password@` in any URL of a text, because drivers quote connection strings. */
export function withoutCredentials(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*:[^\s/@]*@/gi, '$1***@');
}

export interface LoggerOptions {
  name: string;
  level?: string;
  /** Standard output by default. */
  destination?: DestinationStream;
}

/** JSON lines with UTC times; secrets, payloads and credentials in URLs never reach them. */
export function createLogger({ name, level = 'info', destination }: LoggerOptions): Logger {
  const options = {
    name,
    level,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
    serializers: { err: serializeError, error: serializeError },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function serializeError(error: Error): SerializedError {
  const serialized = stdSerializers.err(error);
  serialized.message = withoutCredentials(serialized.message);
  serialized.stack = withoutCredentials(serialized.stack);
  return serialized;
}
