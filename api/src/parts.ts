import type { ContentStore } from '@luna/content';
import type { Database } from '@luna/database';
import type { Trust } from '@luna/evidence';
import type { JobQueue } from '@luna/queue';
import type { Clock, Config, HealthCheck, Logger, Metrics } from '@luna/runtime';

/** Everything the api needs from outside; made by `main.ts`, by tests, and by nobody else. */
export type ApiParts = {
  config: Config;
  /** Role luna_app. */
  database: Database;
  /** Role luna_auth: accounts, sessions, keys. */
  authDatabase: Database;
  /** Role luna_public: what anybody may read. */
  publicDatabase: Database;
  /** Role luna_platform: the operator's screens; each use is an audit event. */
  platformDatabase: Database;
  content: ContentStore;
  /** Wakes workers. */
  queue: Pick<JobQueue, 'producer'>;
  /** Secret of the HMAC by which a repeated request is known. */
  requestSecret: string;
  /** Who the log is; null until `npm start` has written `trust.json`. */
  trust: Trust | null;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
  /** What `/health` asks, besides what the modules bring themselves. */
  checks: readonly HealthCheck[];
};

/** Injection tokens of the parts that are not classes. */
export const CONFIG = Symbol('Config');
export const AUTH_DATABASE = Symbol('AuthDatabase');
export const PUBLIC_DATABASE = Symbol('PublicDatabase');
export const PLATFORM_DATABASE = Symbol('PlatformDatabase');
export const CONTENT_STORE = Symbol('ContentStore');
export const QUEUE = Symbol('JobQueue');
export const REQUEST_SECRET = Symbol('RequestSecret');
export const TRUST = Symbol('Trust');
export const CLOCK = Symbol('Clock');
export const LOGGER = Symbol('Logger');
export const METRICS = Symbol('Metrics');
export const CHECKS = Symbol('HealthChecks');
