import { Injectable } from '@nestjs/common';
import { Database } from '@luna/database';
import { LunaError } from '@luna/runtime';
import { z } from 'zod';
import type { Author } from './caller.ts';

const operatorRow = z.object({ id: z.uuid(), bootstrap_actor: z.uuid() });

/**
 * The operator's organisation and the actor who stands for the bootstrap key: made once by the
 * migration, so read once.
 */
@Injectable()
export class Operator {
  readonly #database: Database;
  #caller: Author | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  async caller(): Promise<Author> {
    this.#caller ??= await this.#read();
    return this.#caller;
  }

  async #read(): Promise<Author> {
    const row = await this.#database.tx({}, (tx) =>
      tx.row(
        operatorRow,
        'SELECT id, bootstrap_actor FROM organizations.organization WHERE operator',
      ),
    );
    if (!row) throw new LunaError('OPERATOR_MISSING', 'The database has no operator; migrate it.');
    return { organizationId: row.id, actorId: row.bootstrap_actor };
  }
}
