import { Inject, Injectable } from '@nestjs/common';
import { Database, type Tx } from '@luna/database';
import { LunaError, type Clock } from '@luna/runtime';
import { z } from 'zod';
import { readCursor } from '../../../http/cursor.ts';
import type { Page } from '../../../http/envelope.ts';
import { pageOf } from '../../../http/page-of.ts';
import { CLOCK, PLATFORM_DATABASE } from '../../../parts.ts';
import { type Caller, recordAct } from '../../auth/auth.public.ts';
import {
  countOrganizations,
  decide,
  listOrganizations,
  readOrganization,
  updateOrganization,
  type Organization,
} from '../data/organizations.ts';
import type { DecisionBody, OrganizationQuery } from '../http/decision-body.ts';
import type { OrganizationPatch } from '../http/organization-body.ts';
import { checkDecision } from '../rules/decision.ts';

/** A company's own record, and the platform admin's desk where all companies are decided on. */
@Injectable()
export class OrganizationDesk {
  readonly #database: Database;
  readonly #platform: Database;
  readonly #clock: Clock;

  constructor(
    database: Database,
    @Inject(PLATFORM_DATABASE) platform: Database,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.#database = database;
    this.#platform = platform;
    this.#clock = clock;
  }

  /** One's own company; any, for who reads all. Throws ORGANIZATION_UNKNOWN. */
  async find(caller: Caller, ref: string): Promise<Organization> {
    const own = await this.#database.tx(caller, (tx) => readOrganization(tx, ref));
    if (own?.id === caller.organizationId) return own;
    if (!caller.permissions.has('organizations:read:all')) throw unknown();
    return this.#onPlatform(caller, 'organization.read', ref, (tx) => existing(tx, ref));
  }

  /** All companies, those who wait longest first. */
  async list(
    caller: Caller,
    { limit, cursor, status }: OrganizationQuery,
  ): Promise<Page<Organization>> {
    const { after, page } = readCursor(cursor, z.uuid());
    return this.#onPlatform(caller, 'organizations.listed', status ?? 'all', async (tx) => {
      const found = await listOrganizations(tx, { status, after, limit: limit + 1 });
      const total = await countOrganizations(tx, status);
      return pageOf(found, ({ id }) => id, { total, page, limit });
    });
  }

  /** Changes what a company says about itself. Throws ORGANIZATION_UNKNOWN for any but one's own. */
  async update(caller: Caller, ref: string, patch: OrganizationPatch): Promise<Organization> {
    return this.#database.tx(caller, async (tx) => {
      const { id, ...known } = await existing(tx, ref);
      if (id !== caller.organizationId) throw unknown();
      await updateOrganization(tx, id, { ...known, ...Object.fromEntries(Object.entries(patch)) });
      await this.#record(tx, caller, 'organization.updated', id);
      return existing(tx, id);
    });
  }

  /**
   * Approves, rejects or suspends a company. Sessions of its people end with its standing.
   * Throws ORGANIZATION_UNKNOWN, DECISION_ILLEGAL, REASON_REQUIRED.
   */
  async decide(
    caller: Caller,
    ref: string,
    { status, reason }: DecisionBody,
  ): Promise<Organization> {
    const act = `organization.${status.toLowerCase()}`;
    return this.#onPlatform(caller, act, ref, async (tx) => {
      const { id, status: standing, operator } = await existing(tx, ref);
      if (operator) {
        throw new LunaError('DECISION_ILLEGAL', 'The operator is not decided on.');
      }
      checkDecision(standing, status, reason);
      await decide(tx, id, { status, reason, by: caller.actorId });
      return existing(tx, id);
    });
  }

  #onPlatform<T>(
    caller: Caller,
    act: string,
    id: string,
    body: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    return this.#platform.tx(caller, async (tx) => {
      const result = await body(tx);
      await this.#record(tx, caller, act, id);
      return result;
    });
  }

  #record(tx: Tx, caller: Caller, act: string, id: string): Promise<void> {
    return recordAct(tx, caller, this.#clock.now(), { act, subject: { type: 'organization', id } });
  }
}

async function existing(tx: Tx, ref: string): Promise<Organization> {
  const found = await readOrganization(tx, ref);
  if (found === undefined) throw unknown();
  return found;
}

function unknown(): LunaError {
  return new LunaError('ORGANIZATION_UNKNOWN', 'There is no organisation with this code or id.');
}
