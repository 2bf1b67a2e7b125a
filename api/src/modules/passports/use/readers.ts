import { Inject, Injectable } from '@nestjs/common';
import { Database, type Tx } from '@luna/database';
import { PUBLIC_DATABASE } from '../../../parts.ts';
import type { Author } from '../../auth/auth.public.ts';
import type { EventSource } from '../data/read-events.ts';

/**
 * Opens transactions for whoever reads histories. Whoever does not say who they are reads as
 * luna_public, which has no way to anything that is not public.
 */
@Injectable()
export class Readers {
  readonly #database: Database;
  readonly #public: Database;

  constructor(database: Database, @Inject(PUBLIC_DATABASE) publicDatabase: Database) {
    this.#database = database;
    this.#public = publicDatabase;
  }

  tx<T>(caller: Author | undefined, body: (tx: Tx, source: EventSource) => Promise<T>): Promise<T> {
    return caller === undefined
      ? this.#public.tx({}, (tx) => body(tx, 'ledger.public_event'))
      : this.#database.tx(caller, (tx) => body(tx, 'ledger.visible_event'));
  }
}
