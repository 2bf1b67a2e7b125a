import pg from 'pg';

/** Runs one statement, or several without parameters, as superuser and returns the rows. */
export async function asAdmin(adminUrl: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('SET transaction_timeout = 0');
    const result = await client.query<Record<string, unknown>>(sql);
    return result.rows;
  } finally {
    await client.end();
  }
}
