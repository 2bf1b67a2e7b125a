import { randomBytes } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@luna/local/testing';
import { CODEC, encodePayload } from '@luna/record';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, constraintOf, type Database } from './index.ts';
import { ACTOR, note, ORG, OTHER_ORG } from './testing/events.ts';

/** What somebody who has taken over luna_app may pass, whatever `append()` would pass. */
type Arguments = {
  stream: Uint8Array | null;
  kind: string | null;
  codec: number | null;
  payload: Uint8Array | null;
  salt: Uint8Array | null;
  org: string | null;
  access: string | null;
};

let test: TestDatabase;
let app: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  app = await connect({ url: test.appUrl, poolSize: 2 });
});
afterAll(async () => {
  await app.close();
  await test.drop();
});

const { stream, kind, envelope } = note('rules');
const honest: Arguments = {
  stream,
  kind,
  codec: CODEC.json,
  payload: encodePayload(kind, envelope),
  salt: randomBytes(32),
  org: ORG,
  access: 'public',
};
const ONE = 'SELECT ledger.append_event($1, $2, $3, $4, $5, $6, $7, $8, NULL)';
const MANY = `SELECT * FROM ledger.append($1::bytea[], $2::text[], $3::smallint[], $4::bytea[],
  $5::bytea[], $6::uuid[], $7::uuid[], $8::text[], ARRAY[NULL]::bigint[])`;

/** The SQLSTATE and constraint a statement of luna_app is refused with, or how many rows it gave. */
async function outcome(sql: string, values: readonly unknown[], context = ORG) {
  try {
    return (await app.tx({ organizationId: context }, (tx) => tx.query(sql, values))).length;
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    return `${String(code)} ${constraintOf(cause) ?? ''}`.trimEnd();
  }
}

/** The same event by both forms of the append. */
async function appending(change: Partial<Arguments>, context?: string) {
  const { access, org, ...rest } = { ...honest, ...change };
  const values = [rest.stream, rest.kind, rest.codec, rest.payload, rest.salt, org, ACTOR, access];
  const one = await outcome(ONE, values, context);
  const many = await outcome(
    MANY,
    values.map((value) => [value]),
    context,
  );
  expect(many).toEqual(one);
  return one;
}

const written = (org: string) => encodePayload(kind, { ...envelope, org, access: ['public'] });

describe('both forms of the append', () => {
  it('accept what is right', async () => {
    expect(await appending({})).toBe(1);
    expect(await appending({ access: 'authority,owner' })).toBe(1);
  });

  it.each<[what: string, change: Partial<Arguments>, refusal: string]>([
    ['the organisation of another', { org: OTHER_ORG }, '42501 payload_organization'],
    ['a payload of another', { payload: written(OTHER_ORG) }, '42501 payload_organization'],
    [
      'both of another',
      { org: OTHER_ORG, payload: written(OTHER_ORG) },
      '42501 payload_organization',
    ],
    ['no organisation', { org: null }, '42501 payload_organization'],
    ['codec 2, whose payload names nobody', { codec: 2 }, '42501 payload_organization'],
    ['codec 3', { codec: 3 }, '23514 event_entry_codec'],
    ['codec 257, version 2 in disguise', { codec: 257 }, '23514 event_entry_codec'],
    ['no codec', { codec: null }, '23514 event_entry_codec'],
    ['a kind in capitals', { kind: 'Passport.noted' }, '23514 event_entry_kind'],
    ['a kind without a dot', { kind: 'noted' }, '23514 event_entry_kind'],
    ['a kind with a line after it', { kind: 'passport.noted\n' }, '23514 event_entry_kind'],
    [
      'a kind of 33 bytes, with a stream of 31 to make up for it',
      { kind: `passport.${'x'.repeat(24)}`, stream: stream.subarray(1) },
      '23514 event_entry_kind',
    ],
    ['no kind', { kind: null }, '23514 event_entry_kind'],
    ['a short stream', { stream: stream.subarray(1) }, '23514 event_entry_stream'],
    ['a long stream', { stream: Buffer.concat([stream, stream]) }, '23514 event_entry_stream'],
    ['no stream', { stream: null }, '23514 event_entry_stream'],
    ['access for nobody', { access: '' }, '23514 event_access'],
    ['access for everybody', { access: 'public,everybody' }, '23514 event_access'],
    ['an empty access class', { access: 'public,' }, '23514 event_access'],
    ['no access', { access: null }, '23514 event_access'],
    ['a salt of 31 bytes', { salt: randomBytes(31) }, '23514 payload_salt'],
    ['no salt', { salt: null }, '23514 payload_salt'],
    [
      'a payload of 65,537 bytes',
      { payload: Buffer.from(JSON.stringify({ org: ORG }).padEnd(65_537)) },
      '23514 payload_size',
    ],
    ['no payload', { payload: null }, '23514 payload_size'],
    ['a payload that is no JSON', { payload: Buffer.from('{') }, '22P02'],
    ['a payload that is no UTF-8', { payload: Buffer.from([0xff]) }, '22021'],
  ])('refuse %s', async (_, change, refusal) => {
    expect(await appending(change)).toBe(refusal);
  });

  it('accept a payload of 65,536 bytes', async () => {
    const payload = Buffer.from(JSON.stringify({ org: ORG }).padEnd(65_536));
    expect(await appending({ payload })).toBe(1);
  });

  it('refuse whoever has no organisation', async () => {
    const values = [stream, kind, 1, honest.payload, honest.salt, ORG, ACTOR, 'public'];
    for (const context of [{}, { organizationId: OTHER_ORG }]) {
      const nobody = app.tx(context, (tx) => tx.query(ONE, values));
      await expect(nobody).rejects.toMatchObject({ constraint: 'payload_organization' });
    }
  });

  it('take no operator from the caller’s search path', async () => {
    const admin = new Client({ connectionString: test.adminUrl });
    await admin.connect();
    await admin.query(`SET event_triggers = off; CREATE SCHEMA evil; GRANT USAGE ON SCHEMA evil TO PUBLIC;
      CREATE FUNCTION evil.yes(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
      CREATE OPERATOR evil.= (LEFTARG = int, RIGHTARG = int, FUNCTION = evil.yes)`);
    await admin.end();
    const values = [stream, kind, 1, honest.payload, randomBytes(31), ORG, ACTOR, 'public'];
    // A connection of its own: nothing of this is planned there yet.
    const fresh = await connect({ url: test.appUrl, poolSize: 1 });
    try {
      const fooled = fresh.tx({ organizationId: ORG }, async (tx) => {
        await tx.query('SET LOCAL search_path = evil, pg_catalog');
        await tx.query(ONE, values);
      });
      await expect(fooled).rejects.toMatchObject({ constraint: 'payload_salt' });
    } finally {
      await fresh.close();
    }
  });
});

describe('append of arrays that do not run in parallel from 1', () => {
  const literal = (value: Uint8Array | null) => `'\\x${Buffer.from(value ?? []).toString('hex')}'`;
  const s = literal(stream);
  const two = (element: string, type: string) => `ARRAY[${element}, ${element}]::${type}[]`;
  const arrays = {
    streams: two(s, 'bytea'),
    kinds: two(`'${kind}'`, 'text'),
    codecs: two('1', 'smallint'),
    payloads: two(literal(honest.payload), 'bytea'),
    salts: two(literal(honest.salt), 'bytea'),
    orgs: two(`'${ORG}'`, 'uuid'),
    actors: two(`'${ACTOR}'`, 'uuid'),
    accesses: two(`'public'`, 'text'),
    expected: two('NULL', 'bigint'),
  };
  const call = (change: Partial<typeof arrays>) =>
    outcome(
      `SELECT * FROM ledger.append(${Object.values({ ...arrays, ...change }).join(', ')})`,
      [],
    );
  const REFUSED = '22000 arrays_not_parallel';

  it('is refused where one begins at 0, is longer, shorter, empty, square or absent', async () => {
    expect(await call({})).toBe(2);
    // Checked would be elements 1 and 2, written elements 0 and 1.
    expect(await call({ accesses: `'[0:2]={everybody,public,public}'::text[]` })).toBe(REFUSED);
    expect(await call({ orgs: `'[0:1]={${OTHER_ORG},${ORG}}'::uuid[]` })).toBe(REFUSED);
    expect(await call({ actors: `ARRAY['${ACTOR}']::uuid[]` })).toBe(REFUSED);
    expect(await call({ actors: `array_fill('${ACTOR}'::uuid, '{3}')` })).toBe(REFUSED);
    expect(await call({ salts: `'{}'::bytea[]` })).toBe(REFUSED);
    expect(await call({ accesses: `ARRAY[ARRAY['everybody', 'public']]` })).toBe(REFUSED);
    expect(await call({ expected: `NULL::bigint[]` })).toBe(REFUSED);
    const none = Object.values(arrays).map((array) => `(${array})[1:0]`);
    expect(await outcome(`SELECT * FROM ledger.append(${none.join(', ')})`, [])).toBe(REFUSED);
  });
});

describe('luna_app past the append', () => {
  it('inserts nothing', async () => {
    const payload = `INSERT INTO ledger.payload (stream, position, bytes, salt, json)
      VALUES ($1, 1000, $2, $3, $4)`;
    const values = [stream, honest.payload, randomBytes(32), { org: ORG }];
    expect(await outcome(payload, values)).toBe('42501');
  });

  it('reaches none of the guards', async () => {
    expect(await outcome(`SELECT guard.refuse_event('payload_size')`, [])).toBe('42501');
    expect(await outcome(`SET LOCAL ROLE luna_guard`, [])).toBe('42501');
  });
});
