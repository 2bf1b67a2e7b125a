import { Client } from 'pg';

/** The same URL for another database of the server. */
export function inDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

/** Copies of a database that nobody is connected to, to damage each in its own way. */
export class DatabaseCopies {
  /** Its name. */
  readonly original: string;
  readonly #adminUrl: string;
  readonly #copies: string[] = [];

  constructor(adminUrl: string) {
    this.#adminUrl = adminUrl;
    this.original = new URL(adminUrl).pathname.slice(1);
  }

  /** Copies the original, or another copy, and tells the name. */
  async make(from = this.original): Promise<string> {
    const copy = `${this.original}_${this.#copies.length + 1}`;
    this.#copies.push(copy);
    await this.run(`CREATE DATABASE ${copy} TEMPLATE ${from}`);
    await this.run(`GRANT CONNECT ON DATABASE ${copy} TO luna_audit, luna_app, luna_migrate`);
    return copy;
  }

  /** Runs SQL as a superuser. */
  async run(sql: string, database = 'postgres'): Promise<void> {
    const client = new Client({ connectionString: inDatabase(this.#adminUrl, database) });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  async drop(): Promise<void> {
    for (const copy of this.#copies) {
      await this.run(`DROP DATABASE IF EXISTS ${copy} WITH (FORCE)`);
    }
  }
}
