import { Inject, Injectable } from '@nestjs/common';
import { Database, type Tx } from '@luna/database';
import { LunaError, type Clock } from '@luna/runtime';
import { z } from 'zod';
import { readCursor } from '../../../http/cursor.ts';
import type { Page } from '../../../http/envelope.ts';
import { pageOf } from '../../../http/page-of.ts';
import { CLOCK, PLATFORM_DATABASE } from '../../../parts.ts';
import { type AccountName, AccountNames, type Caller, recordAct } from '../../auth/auth.public.ts';
import {
  countActs,
  readActs,
  type ActFilter,
  type ActPlace,
  type ActSource,
  type AuditAct,
} from '../data/audit-acts.ts';
import type { ActView, AuditQuery } from '../http/audit-query.ts';

/** Up to this many acts are counted. */
const EXACT_UP_TO = 10_000;
type Found = { acts: AuditAct[]; counted: number };
type PageOf = { before: ActPlace | undefined; limit: number };

/** The audit trail: of one's own organisation, and of all for who runs the platform. */
@Injectable()
export class AuditTrail {
  readonly #database: Database;
  readonly #platform: Database;
  readonly #names: AccountNames;
  readonly #clock: Clock;

  constructor(
    database: Database,
    @Inject(PLATFORM_DATABASE) platform: Database,
    names: AccountNames,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.#database = database;
    this.#platform = platform;
    this.#names = names;
    this.#clock = clock;
  }

  /** Acts, newest first. Throws NOT_PERMITTED, whether there is the other company or not. */
  async list(caller: Caller, { limit, cursor, ...query }: AuditQuery): Promise<Page<ActView>> {
    const { after: before, page } = readCursor(cursor, place);
    const { acts, counted } = await this.#read(caller, query, { before, limit: limit + 1 });
    const total = Math.min(counted, EXACT_UP_TO);
    const totals = { total, totalIsEstimate: counted > EXACT_UP_TO, page, limit };
    const shown = pageOf(acts, ({ recordedAt, id }) => `${recordedAt}.${id}`, totals);
    const names = await this.#names.of([...new Set(shown.items.map(({ actorId }) => actorId))]);
    return shown.map((act) => viewOf(act, names.get(act.actorId)));
  }

  async #read(
    caller: Caller,
    { organization, from, to, ...query }: Omit<AuditQuery, 'limit' | 'cursor'>,
    page: PageOf,
  ): Promise<Found> {
    const filter: ActFilter = { ...query, from: timeOf(from), to: timeOf(to) };
    if (organization === undefined || organization === caller.organizationId) {
      return this.#database.tx(caller, (tx) => find(tx, 'ledger.own_audit_act', filter, page));
    }
    if (!caller.permissions.has('audit:read:all')) {
      const message =
        'You read the audit trail of your own organisation; leave `organization` out.';
      throw new LunaError('NOT_PERMITTED', message);
    }
    const organizationId = organization === 'all' ? undefined : organization;
    return this.#platform.tx(caller, async (tx) => {
      const found = await find(tx, 'ledger.audit_act', { ...filter, organizationId }, page);
      await recordAct(tx, caller, this.#clock.now(), {
        act: 'audit.listed',
        subject: { type: 'organization', id: organization },
      });
      return found;
    });
  }
}

const timeOf = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text));

/** Where a page ended. */
const place = z
  .string()
  .regex(/^\d{1,15}\.[0-9a-f-]{36}$/)
  .transform((text) => {
    const [recordedAt = '', id] = text.split('.');
    return { recordedAt: Number(recordedAt), id: z.uuid().parse(id) };
  });

async function find(tx: Tx, source: ActSource, filter: ActFilter, page: PageOf): Promise<Found> {
  const acts = await readActs(tx, source, filter, page);
  return { acts, counted: await countActs(tx, source, filter, EXACT_UP_TO + 1) };
}

function viewOf(
  { id, organizationId, actorId, recordedAt, said }: AuditAct,
  name: AccountName | undefined,
): ActView {
  return {
    id,
    organizationId,
    actor: { id: actorId, name: name?.displayName ?? null, email: name?.email ?? null },
    act: said?.act ?? null,
    subject: said?.subject ?? null,
    recordedAt: new Date(recordedAt).toISOString(),
    address: said?.from.address ?? null,
    agent: said?.from.agent ?? null,
    session: said?.session ?? null,
    details: said?.details ?? null,
  };
}
