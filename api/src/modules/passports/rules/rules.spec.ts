import { describe, expect, it } from 'vitest';
import type { Permission } from '../../auth/auth.public.ts';
import { accessOf } from './access.ts';
import { codeGroupOf, groupKey } from './code-group.ts';
import { eventsOfPatch } from './events-of-patch.ts';
import { occurredAt } from './occurred-at.ts';
import { nameOfWriter, type Writer } from './writer.ts';

const NOW = Date.parse('2026-06-16T08:00:00.000Z');

describe('occurredAt', () => {
  it('is now when nothing is said, and otherwise the same moment in UTC', () => {
    expect(occurredAt(undefined, NOW)).toBe('2026-06-16T08:00:00.000Z');
    expect(occurredAt('2026-06-16T02:30:00.5+02:30', NOW)).toBe('2026-06-16T00:00:00.500Z');
  });

  it('lets a clock be five minutes ahead and no more', () => {
    expect(occurredAt('2026-06-16T08:05:00Z', NOW)).toBe('2026-06-16T08:05:00.000Z');
    expect(() => occurredAt('2026-06-16T08:05:00.001Z', NOW)).toThrow(
      expect.objectContaining({ code: 'OCCURRED_IN_FUTURE' }),
    );
  });
});

describe('accessOf', () => {
  it('sorts what the caller chose', () => {
    expect(accessOf('passport.noted', ['public', 'authority'])).toEqual(['authority', 'public']);
  });

  it('makes facts public, and keeps what people write freely to those concerned', () => {
    expect(accessOf('passport.status_changed', undefined)).toEqual(['public']);
    expect(accessOf('passport.noted', undefined)).toEqual(['authority', 'interest', 'owner']);
  });
});

describe('codeGroupOf', () => {
  const plate = { company: 'MED', productType: 'PF', origin: 'CN' } as const;

  it('takes the month of manufacture, also of another century', () => {
    expect(codeGroupOf({ ...plate, manufacturedAt: '1997-01' }, NOW).month).toBe('9701');
  });

  it('takes the present month otherwise, in UTC', () => {
    const lastMoment = Date.parse('2026-12-31T23:59:59.999Z');
    expect(codeGroupOf(plate, lastMoment).month).toBe('2612');
    expect(groupKey(codeGroupOf(plate, lastMoment + 1))).toBe('MED-2701-PF-CN');
  });
});

describe('eventsOfPatch', () => {
  const head = {
    status: 'CREATED',
    flags: [],
    manufacturer: 'Medtec',
    model: 'X1',
    serialNumber: '7',
    manufacturedAt: '2026-01',
    name: null,
    gtin: null,
    giai: null,
  } as const;

  it('says old and new of each field that differs, and of no other', () => {
    expect(eventsOfPatch(head, { model: 'X2', serialNumber: '7', manufacturedAt: null })).toEqual([
      expect.objectContaining({
        kind: 'passport.amended',
        data: {
          changes: [
            { field: 'model', from: 'X1', to: 'X2' },
            { field: 'manufacturedAt', from: '2026-01', to: null },
          ],
        },
      }),
    ]);
    expect(eventsOfPatch(head, { model: 'X1', name: null })).toEqual([]);
  });

  it('asks for an edge even to the same status: whether it is legal is for the lifecycle', () => {
    expect(eventsOfPatch(head, { status: 'CREATED', reason: 'x' })).toMatchObject([
      { data: { from: 'CREATED', to: 'CREATED', reason: 'x' } },
    ]);
  });

  it('puts the expected position on the first event alone', () => {
    const events = eventsOfPatch(head, { model: 'X2', status: 'PROCURED', expectedPosition: 2 });
    expect(events.map(({ expectedPosition }) => expectedPosition)).toEqual([2, undefined]);
  });
});

describe('nameOfWriter', () => {
  const writer: Writer = {
    ...{ organizationId: 'org', actorId: 'actor', role: 'OPERATOR' },
    permissions: new Set<Permission>(['passports:create:org', 'passports:read:org']),
  };

  it('tells writers apart by whatever a rule may look at', () => {
    const others: Writer[] = [
      { ...writer, organizationId: 'other' },
      { ...writer, actorId: 'other' },
      { ...writer, role: 'ADMIN' },
      { ...writer, permissions: new Set<Permission>(['passports:create:org']) },
      { ...writer, permissions: new Set<Permission>() },
    ];
    expect(new Set([writer, ...others].map(nameOfWriter)).size).toBe(6);
  });

  it('does not depend on the order of permissions', () => {
    const turned = new Set([...writer.permissions].reverse());
    expect(nameOfWriter({ ...writer, permissions: turned })).toBe(nameOfWriter(writer));
  });
});
