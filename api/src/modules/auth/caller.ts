import type { Permission } from './rules/permissions.ts';
import type { Role } from './rules/roles.ts';

/** In whose name something is written: the organisation, and the account or key. */
export type Author = { organizationId: string; actorId: string };

/** Where a request came from, for the audit trail. */
export type From = { address: string; agent: string };

/** On whose behalf a request acts: a person in a session, or a machine with an API key. */
export type Caller = Author & {
  /** PUBLIC for a person who belongs to no organisation; theirs is then `NO_ORGANIZATION`. */
  role: Role;
  permissions: ReadonlySet<Permission>;
  /** The session's id; undefined for API keys. */
  sessionId: string | undefined;
  from: From;
};
