import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const commaList = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .transform((parts) => parts.filter((part) => part !== ''));
const mebibytes = z.coerce.number().int().min(1).max(32);
const perMinute = z.coerce.number().int().positive();
const httpUrl = z.url({ protocol: /^https?$/ });
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });
const masterKeyHex = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lowercase hex digits');
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/, 'expected a 0x address of 40 hex digits');

/**
 * Every setting there is, under the name it has in the environment. Settings that come without a
 * default are optional here; the role that needs one asks for it with `required(config, name)`.
 */
export const configSchema = z.object({
  /** Folder of everything the local stack keeps. */
  LUNA_HOME: z.string().min(1).default('.luna'),
  HOST: z.string().min(1).default('127.0.0.1'),
  API_PORT: port.default(3000),
  WEB_PORT: port.default(5173),
  POSTGRES_PORT: port.default(54_329),
  CHAIN_PORT: port.default(8545),
  /** The one public origin; `http://HOST:WEB_PORT` by default. */
  PUBLIC_URL: httpUrl.optional(),

  /** Role luna_app; may pass PgBouncer in transaction mode. */
  DATABASE_URL: postgresUrl.optional(),
  /** Connections of that role in one process; commits that wait together are written together. */
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(500).default(24),
  /** The same role without a pooler, for leader locks and LISTEN. */
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  /** Role luna_auth: accounts, sessions, keys. */
  AUTH_DATABASE_URL: postgresUrl.optional(),
  /** Role luna_public: what anybody may read. */
  PUBLIC_DATABASE_URL: postgresUrl.optional(),
  /** Role luna_platform: the operator's screens. */
  PLATFORM_DATABASE_URL: postgresUrl.optional(),
  INDEXER_DATABASE_URL: postgresUrl.optional(),
  MIGRATE_DATABASE_URL: postgresUrl.optional(),
  AUDIT_DATABASE_URL: postgresUrl.optional(),
  /** Role luna_keys: brought in by people for `luna keys`, given to no process that runs. */
  KEYS_DATABASE_URL: postgresUrl.optional(),
  QUEUE_DATABASE_URL: postgresUrl.optional(),
  /** Queues run on Redis when set, on Postgres otherwise. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),

  /** Kubo's RPC; the embedded store in `$LUNA_HOME/ipfs` otherwise. */
  IPFS_API_URL: httpUrl.optional(),
  IPFS_GATEWAYS: commaList.pipe(z.array(httpUrl)).optional(),

  RPC_URLS: commaList.pipe(z.array(httpUrl).min(1)).optional(),
  CHAIN_ID: z.coerce.number().int().positive().default(31_337),
  /** The first PassportLog; successors are followed from it. */
  PASSPORT_LOG: address.transform((text): `0x${string}` => `0x${text.slice(2)}`).optional(),
  /** Number of the block that created it: its events begin there. */
  PASSPORT_LOG_BLOCK: z.coerce.number().int().nonnegative().default(0),
  /** URL prefix without scheme, frozen before the first seal. */
  LOG_ORIGIN: z.string().min(1).optional(),
  LOG_KEY_FILE: z.string().min(1).optional(),
  ANCHORER_KEY_FILE: z.string().min(1).optional(),
  /** Seconds between anchors, at the least; 5 on the development chain, 60 elsewhere. */
  ANCHOR_INTERVAL: z.coerce.number().positive().optional(),

  /** Where `luna` finds the api, and its key; `$LUNA_HOME/key` says both otherwise. */
  LUNA_URL: httpUrl.optional(),
  LUNA_KEY: z.string().min(1).optional(),

  /** Wraps the keys of what is sealed at rest (TOTP secrets, private keys). */
  MASTER_KEY_HEX: masterKeyHex.optional(),
  /** What `luna keys rotate` wraps them with from now on; read by nothing else. */
  NEW_MASTER_KEY_HEX: masterKeyHex.optional(),
  /** Mail goes through this server; without it, into `$LUNA_HOME/mail`. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.email().default('no-reply@luna.invalid'),

  /** Other origins whose pages may call the api with credentials. */
  CORS_ORIGINS: commaList.pipe(z.array(httpUrl)).optional(),
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: commaList.default(['loopback']),
  /** Requests a minute: one address without credentials, the same on sign-in, one caller, `/log`. */
  RATE_LIMIT_ANONYMOUS: perMinute.default(100),
  RATE_LIMIT_AUTH: perMinute.default(10),
  RATE_LIMIT_CALLER: perMinute.default(1000),
  RATE_LIMIT_LOG: perMinute.default(6000),

  /** Restricted documents in a bucket of this server instead of `$LUNA_HOME/documents`. */
  S3_ENDPOINT: httpUrl.optional(),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'expected the name of a bucket')
    .optional(),
  S3_ACCESS_KEY: z.string().min(1).optional(),
  S3_SECRET_KEY: z.string().min(1).optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  /** ClamAV's daemon, `tcp://host:port` or `unix:///path`: no file is kept before it says clean. */
  CLAMD_URL: z
    .url({ protocol: /^(tcp|unix)$/ })
    .regex(/^(tcp:\/\/[^/]+:\d+\/?|unix:\/\/\/.+)$/, 'expected tcp://host:port or unix:///path')
    .optional(),

  /** Most an uploaded document may have, and a photo; evidence files have room for 32 MiB each. */
  DOCUMENT_LIMIT_MIB: mebibytes.default(20),
  PHOTO_LIMIT_MIB: mebibytes.default(10),
  /** Most a file of devices may have; it is read while it comes in. */
  IMPORT_LIMIT_MIB: z.coerce.number().int().min(1).max(4096).default(256),

  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
});

export type Environment = Readonly<Record<string, string | undefined>>;
export type ParsedConfig = z.infer<typeof configSchema>;
