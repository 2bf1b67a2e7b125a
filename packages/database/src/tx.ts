import type { PoolClient } from 'pg';
import { z } from 'zod';
import { toDomainError } from './errors.ts';

export type Row = Record<string, unknown>;

/** Statement text → its name on the server. Texts are constants of this code, so this stays small. */
const names = new Map<string, string>();

function nameOf(sql: string): string {
  let name = names.get(sql);
  if (name === undefined) {
    name = `s${names.size}`;
    names.set(sql, name);
  }
  return name;
}

/**
 * An open transaction. Every writer takes one as its first argument; there is no other way to write.
 * Statements with parameters are prepared once per connection.
 */
export class Tx {
  readonly #client: PoolClient;

  constructor(client: PoolClient) {
    this.#client = client;
  }

  async #run(sql: string, values?: readonly unknown[]) {
    try {
      return values === undefined
        ? await this.#client.query<Row>(sql)
        : await this.#client.query<Row>({ name: nameOf(sql), text: sql, values: [...values] });
    } catch (error) {
      throw toDomainError(error);
    }
  }

  /** Rows as they come; bigint columns as safe integers, bytea as Buffer. */
  async query(sql: string, values?: readonly unknown[]): Promise<Row[]> {
    return (await this.#run(sql, values)).rows;
  }

  /** Rows, each parsed by `schema`. */
  async rows<T>(schema: z.ZodType<T>, sql: string, values?: readonly unknown[]): Promise<T[]> {
    // Not z.array(schema): making a schema costs ten times what parsing a row does.
    return (await this.query(sql, values)).map((row) => schema.parse(row));
  }

  /** The first row parsed by `schema`, or undefined. */
  async row<T>(
    schema: z.ZodType<T>,
    sql: string,
    values?: readonly unknown[],
  ): Promise<T | undefined> {
    const [first] = await this.query(sql, values);
    return first === undefined ? undefined : schema.parse(first);
  }

  /** Runs a statement for its effect and tells how many rows it touched. */
  async execute(sql: string, values?: readonly unknown[]): Promise<number> {
    return (await this.#run(sql, values)).rowCount ?? 0;
  }
}

/** Column schemas: a `bytea` and a `bigint` as {@link Tx} delivers them. */
export const bytea = z.instanceof(Uint8Array);
export const bigint = z.int();
