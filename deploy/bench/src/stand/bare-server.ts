import Fastify from 'fastify';
import pg from 'pg';
import { z } from 'zod';

/**
 * The least a server can do: one route, one indexed query by a prepared statement, and bytes that lie
 * ready. Run by `startBareServer`; says its port to its parent, and ends when that disconnects.
 */
const { url, body, poolSize } = z
  .object({ url: z.string(), body: z.string(), poolSize: z.int() })
  .parse(JSON.parse(process.env['BARE_SERVER'] ?? ''));
const pool = new pg.Pool({ connectionString: url, max: poolSize });
const bytes = Buffer.from(body);
const query = { name: 'page', text: 'SELECT code, position FROM bare.page WHERE code = $1' };

const server = Fastify();
server.get<{ Params: { code: string } }>('/scan/:code', async ({ params }, reply) => {
  const { rows } = await pool.query({ ...query, values: [params.code] });
  if (rows.length !== 1) throw new Error('no such row');
  return reply.type('application/json; charset=utf-8').send(bytes);
});
await server.listen({ port: 0, host: '127.0.0.1' });
const address = server.server.address();
process.send?.(typeof address === 'object' ? address?.port : undefined);
process.once('disconnect', () => process.exit(0));
