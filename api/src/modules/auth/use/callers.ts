import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@luna/database';
import { LunaError, type Clock } from '@luna/runtime';
import { AUTH_DATABASE, CLOCK } from '../../../parts.ts';
import { BoundedCache } from '../bounded-cache.ts';
import type { Caller } from '../caller.ts';
import { findUsableKey, touchKey } from '../data/api-keys.ts';
import { permissionsOf } from '../rules/permissions.ts';
import { secretHash } from '../secret-hash.ts';
import { Revocations } from './revocations.ts';
import { Tokens } from './tokens.ts';

/** A caller without what the request alone knows. */
export type KnownCaller = Omit<Caller, 'from'>;

/** The person an access token is of, and the key that signed it. */
type Signed = { caller: KnownCaller & { sessionId: string }; kid: string | undefined };

/** Tokens and keys remembered at a time; a caller takes about 2 KB. */
const REMEMBERED = 10_000;
/** How long a key is believed without asking the database again: revoked, it ends within 5 s. */
const KEY_MS = 4_000;
/** How long a wrong key is refused without asking again. */
const WRONG_KEY_MS = 5_000;

/** Tells who holds a token or key. Neither costs a query once it has been seen. */
@Injectable()
export class Callers {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #tokens: Tokens;
  readonly #revocations: Revocations;
  readonly #byToken = new BoundedCache<Signed>(REMEMBERED);
  readonly #byKey = new BoundedCache<KnownCaller>(REMEMBERED);
  /** Apart, so that invented keys drive no good one out. */
  readonly #wrongKeys = new BoundedCache<true>(REMEMBERED);

  constructor(
    @Inject(AUTH_DATABASE) database: Database,
    @Inject(CLOCK) clock: Clock,
    tokens: Tokens,
    revocations: Revocations,
  ) {
    this.#database = database;
    this.#clock = clock;
    this.#tokens = tokens;
    this.#revocations = revocations;
  }

  /** Throws TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED. */
  async byAccessToken(token: string): Promise<Signed['caller']> {
    const hash = secretHash(token).toString('base64');
    const known = this.#byToken.get(hash, this.#clock.now());
    // A key retired after a theft takes along what has been seen of it.
    const believed = known !== undefined && (await this.#tokens.believes(known.kid));
    const caller = believed ? known.caller : await this.#readToken(token, hash);
    if (await this.#revocations.hasEnded(caller.sessionId)) {
      throw new LunaError('SESSION_ENDED', 'This session has ended. Sign in again.');
    }
    return caller;
  }

  async #readToken(token: string, hash: string): Promise<Signed['caller']> {
    const { claims, kid } = await this.#tokens.readAccess(token);
    const caller = {
      organizationId: claims.organizationId,
      actorId: claims.sub,
      role: claims.role,
      permissions: new Set(claims.permissions),
      sessionId: claims.sid,
    };
    this.#byToken.set(hash, { caller, kid }, claims.exp * 1000);
    return caller;
  }

  /** Throws KEY_WRONG for a key that is unknown, revoked or expired. */
  async byApiKey(key: string): Promise<KnownCaller> {
    const hash = secretHash(key);
    const name = hash.toString('base64');
    const known = this.#byKey.get(name, performance.now());
    if (known !== undefined) return known;
    if (this.#wrongKeys.get(name, performance.now()) !== undefined) throw keyWrong();
    const now = this.#clock.now();
    const row = await this.#database.tx({}, async (tx) => {
      const found = await findUsableKey(tx, hash, now);
      if (found !== undefined && !found.usedToday) await touchKey(tx, found.id, now);
      return found;
    });
    if (row === undefined) {
      this.#wrongKeys.set(name, true, performance.now() + WRONG_KEY_MS);
      throw keyWrong();
    }
    // A key never does more than its role may today.
    const allowed = permissionsOf(row.role, row);
    const { scopes } = row;
    const caller: KnownCaller = {
      organizationId: row.organizationId,
      actorId: row.actorId,
      role: row.role,
      permissions: new Set(scopes ? allowed.filter((name) => scopes.includes(name)) : allowed),
      sessionId: undefined,
    };
    this.#byKey.set(name, caller, performance.now() + KEY_MS);
    return caller;
  }

  /** Makes this process ask again at once for a key it has revoked itself. */
  forgetKey(hash: Uint8Array): void {
    this.#byKey.delete(Buffer.from(hash).toString('base64'));
  }
}

function keyWrong(): LunaError {
  return new LunaError('KEY_WRONG', 'This API key is not known here, was revoked or has expired.');
}
