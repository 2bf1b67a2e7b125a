import { randomUUID } from 'node:crypto';
import { append, connect, erasePayload, type Database } from '@luna/database';
import { createTestDatabase, type TestDatabase } from '@luna/local/testing';
import { checkPayload, type AccessClass } from '@luna/record';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writerOf } from '../testing/writers.ts';
import type { Writer } from '../rules/writer.ts';
import { createPassports } from '../use/create-passports.ts';
import { insertComponent } from './components.ts';
import { endTransfer, insertTransfer, takeTitle } from './transfers.ts';

const NOW = new Date('2026-06-16T08:00:00Z');
const DENIED = { code: '42501' };
type Device = { id: string; code: string; stream: Buffer };

/** What the database itself keeps apart, whatever the api's code says. */
describe('walls between companies', () => {
  let test: TestDatabase;
  let app: Database;
  let anybody: Database;
  let admin: Database;
  let owner: Writer;
  let other: Writer;
  let mine: Device;
  let theirs: Device;
  let serial = 0;
  beforeAll(async () => {
    test = await createTestDatabase();
    app = await connect({ url: test.appUrl });
    anybody = await connect({ url: test.publicUrl, poolSize: 1 });
    admin = await connect({ url: test.adminUrl, poolSize: 1 });
    owner = await company('OWN');
    other = await company('OTH');
    mine = await device(owner, 'OWN');
    theirs = await device(other, 'OTH');
  });
  afterAll(async () => {
    await Promise.all([app, anybody, admin].map((database) => database.close()));
    await test.drop();
  });

  async function company(code: string): Promise<Writer> {
    const id = randomUUID();
    await admin.tx({}, (tx) =>
      tx.execute(
        `INSERT INTO organizations.organization (id, name, code, status) VALUES ($1, $2, $2, 'APPROVED')`,
        [id, code],
      ),
    );
    return writerOf(id, 'ADMIN');
  }

  async function device(writer: Writer, letters: string): Promise<Device> {
    const item = {
      company: letters,
      productType: 'PF' as const,
      origin: 'CN',
      manufacturer: 'Medtec',
      model: 'X1',
      serialNumber: `W-${(serial += 1)}`,
    };
    const [outcome] = await app.tx(writer, (tx) =>
      createPassports(tx, writer, NOW.getTime(), [item]),
    );
    if (outcome?.done !== true) throw new Error('not created');
    const { id, code, stream } = outcome.value;
    return { id, code, stream: Buffer.from(stream, 'hex') };
  }

  const note = (writer: Writer, { stream }: Device, access: AccessClass[]) =>
    app.tx(writer, (tx) =>
      append(tx, [
        {
          stream,
          kind: 'passport.noted',
          envelope: checkPayload('passport.noted', {
            v: 1,
            org: writer.organizationId,
            actor: writer.actorId,
            access,
            occurredAt: NOW.toISOString(),
            data: { severity: 'info', text: access.join(' ') },
          }),
        },
      ]),
    );
  const notesSeen = (reader: object, { stream }: Device, database = app, from = 'visible_event') =>
    database.tx(reader, async (tx) => {
      const rows = await tx.query(
        `SELECT json -> 'data' ->> 'text' AS text FROM ledger.${from}
         WHERE stream = $1 AND kind = 'passport.noted' AND json IS NOT NULL ORDER BY position`,
        [stream],
      );
      return rows.map((row) => row['text']);
    });
  const offer = (writer: Writer, { id }: Device, to: Writer) =>
    app.tx(writer, (tx) =>
      insertTransfer(
        tx,
        {
          passportId: id,
          from: writer.organizationId,
          to: to.organizationId,
          by: writer.actorId,
          reference: undefined,
          expiresAt: new Date(NOW.getTime() + 1000),
        },
        NOW,
      ),
    );

  it('show a payload to its readers of today, by access class', async () => {
    const it = await device(owner, 'OWN');
    const all = ['authority', 'interest', 'owner', 'public'] as const;
    for (const access of all) await note(owner, it, [access]);
    const stranger = await company('STR');
    const seen = (reader: object) => notesSeen(reader, it);
    expect(await seen(owner)).toEqual([...all]);
    expect(await seen(stranger)).toEqual(['public']);
    expect(await seen(other)).toEqual(['public']);
    expect(await seen({})).toEqual(['public']);
    expect(await notesSeen({}, it, anybody, 'public_event')).toEqual(['public']);
    // The role of anonymous readers gains nothing by naming an organisation.
    expect(await notesSeen(owner, it, anybody, 'public_event')).toEqual(['public']);

    const id = await offer(owner, it, other);
    expect(await seen(other)).toEqual(['interest', 'public']);
    expect(await seen(stranger)).toEqual(['public']);
    await app.tx(other, (tx) => takeTitle(tx, id, other.actorId, NOW));
    expect(await seen(other)).toEqual([...all]);
    expect(await seen(owner)).toEqual([...all]);
    await note(other, it, ['owner']);
    expect(await seen(other)).toHaveLength(5);
    expect(await seen(owner)).toHaveLength(4);
  });

  it.each([
    'SELECT org_id FROM ledger.event',
    'SELECT actor_id FROM ledger.event',
    'SELECT * FROM ledger.event',
    `INSERT INTO passports.code_sequence VALUES ('OWN', '2601', 'PF', 'DE', 5)`,
    'UPDATE passports.passport SET org_id = org_id',
    `SELECT * FROM passports.code_sequence`,
    `UPDATE passports.transfer SET to_org = from_org`,
    `UPDATE passports.transfer SET expires_at = now()`,
    'DELETE FROM passports.transfer',
    'UPDATE passports.component SET parent = parent',
    'DELETE FROM passports.component',
    `INSERT INTO organizations.party (subject, org_id, part) VALUES (uuidv7(), uuidv7(), 'offeree')`,
    `UPDATE organizations.party SET until = NULL`,
    'DELETE FROM organizations.party',
  ])('keep luna_app from: %s', async (sql) => {
    await expect(app.tx(owner, (tx) => tx.execute(sql))).rejects.toMatchObject(DENIED);
  });

  it.each([
    'passports.passport',
    'passports.transfer',
    'passports.component',
    'passports.code_sequence',
    'ledger.payload',
    'ledger.event',
    'ledger.request',
    'ledger.visible_event',
    'organizations.organization',
    'organizations.party',
    'log.head',
    'chain.tx_intent',
  ])('keep luna_public from reading %s', async (table) => {
    const read = anybody.tx(owner, (tx) => tx.query(`SELECT * FROM ${table}`));
    await expect(read).rejects.toMatchObject(DENIED);
  });

  it('give anybody the plate, the entries and what is public of them, but not who wrote them', async () => {
    const columns = (view: string) =>
      anybody.tx({}, async (tx) => {
        const [row] = await tx.query(`SELECT * FROM ${view} LIMIT 1`);
        return Object.keys(row ?? {}).filter((name) => /org|actor|account/.test(name));
      });
    expect(await columns('passports.public_passport')).toEqual([]);
    expect(await columns('ledger.public_event')).toEqual([]);
    const [created] = await anybody.tx({}, (tx) =>
      tx.query('SELECT kind, json, bytes, salt, entry FROM ledger.public_event WHERE stream = $1', [
        mine.stream,
      ]),
    );
    expect(created).toMatchObject({
      kind: 'passport.created',
      json: { data: { code: mine.code } },
    });
  });

  it('let a company offer, refuse and withdraw what is its own to', async () => {
    const forged = app.tx(other, (tx) =>
      insertTransfer(
        tx,
        {
          passportId: mine.id,
          from: other.organizationId,
          to: owner.organizationId,
          by: other.actorId,
          reference: undefined,
          expiresAt: NOW,
        },
        NOW,
      ),
    );
    await expect(forged).rejects.toMatchObject(DENIED);
    const inAnothersName = app.tx(other, (tx) =>
      tx.execute(
        `INSERT INTO passports.transfer (passport, from_org, to_org, offered_by, offered_at, expires_at)
         VALUES ($1, $2, $3, $2, now(), now())`,
        [mine.id, owner.organizationId, other.organizationId],
      ),
    );
    await expect(inAnothersName).rejects.toMatchObject(DENIED);

    const id = await offer(owner, mine, other);
    const by = randomUUID();
    const end = (who: Writer, state: 'REFUSED' | 'WITHDRAWN') =>
      app.tx(who, (tx) => endTransfer(tx, id, { state, by, now: NOW }));
    await expect(end(owner, 'REFUSED')).rejects.toMatchObject(DENIED);
    await expect(end(other, 'WITHDRAWN')).rejects.toMatchObject(DENIED);
    for (const who of [owner, other]) {
      const accepted = app.tx(who, (tx) =>
        tx.execute(`UPDATE passports.transfer SET state = 'ACCEPTED', decided_at = now()`),
      );
      await expect(accepted).rejects.toMatchObject(DENIED);
    }
    const stranger = await company('STX');
    expect(await end(stranger, 'REFUSED')).toBe(false);
    const taken = app.tx(stranger, (tx) => takeTitle(tx, id, by, NOW));
    await expect(taken).rejects.toMatchObject({ code: 'TRANSFER_UNKNOWN' });
    const back = app.tx(owner, (tx) => takeTitle(tx, id, by, NOW));
    await expect(back).rejects.toMatchObject({ code: 'TRANSFER_UNKNOWN' });
    expect(await end(other, 'REFUSED')).toBe(true);
    // What has ended stays as it ended.
    expect(await end(owner, 'WITHDRAWN')).toBe(false);
    const late = app.tx(other, (tx) => takeTitle(tx, id, by, NOW));
    await expect(late).rejects.toMatchObject({ code: 'TRANSFER_CLOSED' });
  });

  it('let nobody erase in another company’s name', async () => {
    const noted = await device(owner, 'OWN');
    await note(owner, noted, ['owner']);
    const erase = (context: Writer, by: Writer) =>
      app.tx(context, (tx) =>
        erasePayload(tx, {
          stream: noted.stream,
          position: 2,
          reason: 'x',
          by: {
            org: by.organizationId,
            actor: by.actorId,
            access: ['public'],
            occurredAt: NOW.toISOString(),
          },
        }),
      );
    await expect(erase(other, other)).rejects.toMatchObject({ code: 'EVENT_UNKNOWN' });
    await expect(erase(other, owner)).rejects.toMatchObject({ code: 'EVENT_UNKNOWN' });
    expect(await erase(owner, owner)).toBe(3);
    await expect(erase(owner, owner)).rejects.toMatchObject({ code: 'PAYLOAD_ERASED' });
  });

  it('keep parts within a company', async () => {
    const tie = (who: Writer, parent: Device, child: Device) =>
      app.tx(who, (tx) =>
        insertComponent(tx, {
          parent: parent.id,
          child: child.id,
          part: 'x',
          since: NOW.toISOString(),
        }),
      );
    await expect(tie(owner, mine, theirs)).rejects.toMatchObject(DENIED);
    await expect(tie(owner, theirs, mine)).rejects.toMatchObject(DENIED);
    await expect(tie(other, mine, mine)).rejects.toMatchObject(DENIED);
    const part = await device(owner, 'OWN');
    await tie(owner, mine, part);
    const seen = (who: object) =>
      app.tx(who, async (tx) => (await tx.query('SELECT FROM passports.component')).length);
    expect([await seen(owner), await seen(other), await seen({})]).toEqual([1, 0, 0]);
  });
});
