import { Inject, Injectable } from '@nestjs/common';
import { Database, type Tx } from '@luna/database';
import { LunaError } from '@luna/runtime';
import { z } from 'zod';
import { readCursor } from '../../../http/cursor.ts';
import type { Page } from '../../../http/envelope.ts';
import { pageOf } from '../../../http/page-of.ts';
import { REQUEST_SECRET } from '../../../parts.ts';
import type { Caller } from '../../auth/auth.public.ts';
import { done, runSingle } from '../../idempotency/idempotency.public.ts';
import {
  archiveSupplier,
  countSuppliers,
  insertSupplier,
  listSuppliers,
  readSupplier,
  updateSupplier,
  type Supplier,
} from '../data/suppliers.ts';
import type { NewSupplier, SupplierPatch, SupplierQuery } from '../http/supplier-body.ts';
import { supplierView } from '../http/views.ts';

/** An organisation's own records of those it buys from. */
@Injectable()
export class SupplierBook {
  readonly #database: Database;
  readonly #entering;

  constructor(database: Database, @Inject(REQUEST_SECRET) secret: string) {
    this.#database = database;
    const parts = (item: NewSupplier) => [item];
    this.#entering = { route: 'suppliers.create', secret, parts, result: supplierView };
  }

  list(caller: Caller, { limit, cursor, archived }: SupplierQuery): Promise<Page<Supplier>> {
    const { after, page } = readCursor(cursor, z.uuid());
    return this.#database.tx(caller, async (tx) => {
      const found = await listSuppliers(tx, { archived, after, limit: limit + 1 });
      const total = await countSuppliers(tx, archived);
      return pageOf(found, ({ id }) => id, { total, page, limit });
    });
  }

  /** Throws SUPPLIER_UNKNOWN. */
  find(caller: Caller, ref: string): Promise<Supplier> {
    return this.#database.tx(caller, (tx) => existing(tx, ref));
  }

  /** Throws SUPPLIER_EXISTS. */
  create(caller: Caller, key: string | undefined, item: NewSupplier): Promise<Supplier> {
    return runSingle(this.#database, caller, this.#entering, { key, item }, async (tx, [facts]) =>
      facts === undefined ? [] : [done(await insertSupplier(tx, caller.organizationId, facts))],
    );
  }

  /** Throws SUPPLIER_UNKNOWN, SUPPLIER_EXISTS. */
  update(caller: Caller, ref: string, patch: SupplierPatch): Promise<Supplier> {
    return this.#database.tx(caller, async (tx) => {
      const { id, ...known } = await existing(tx, ref);
      await updateSupplier(tx, id, { ...known, ...Object.fromEntries(Object.entries(patch)) });
      return existing(tx, id);
    });
  }

  /** Puts a record away; it stays readable. Throws SUPPLIER_UNKNOWN. */
  archive(caller: Caller, ref: string): Promise<Supplier> {
    return this.#database.tx(caller, async (tx) => {
      const { id } = await existing(tx, ref);
      await archiveSupplier(tx, id);
      return existing(tx, id);
    });
  }
}

async function existing(tx: Tx, ref: string): Promise<Supplier> {
  const found = await readSupplier(tx, ref);
  if (found !== undefined) return found;
  throw new LunaError('SUPPLIER_UNKNOWN', 'There is no supplier with this number or id.');
}
