const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const TIME = '2026-06-16T08:00:00.000Z';

/**
 * What the fields of the OpenAPI document hold in its examples, by name: each word is written once
 * and means the same device, company and people everywhere. A field that means something else says so
 * by `.meta({ example })`.
 */
export const WORDS: Readonly<Record<string, unknown>> = {
  accessToken: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIwMTk4YzFmMiJ9.c2lnbmF0dXJl',
  access: ['owner', 'interest', 'authority'],
  address: '192.0.2.17',
  agent: 'Mozilla/5.0',
  bytes: 'JVBERi0xLjcK',
  checkpoint: 'luna.example/log\n1042\nn4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=\n',
  cid: 'bafkreie7q3iidccmpvszul7kudcvvuavuo7u6gzlbobczuk5nqk3b4akba',
  code: 'DP-MED-2601-PF-CN-000001-0A',
  company: 'MED',
  contract: `0x${'c0'.repeat(20)}`,
  country: 'CN',
  displayName: 'Anna Berg',
  email: 'anna@example.com',
  field: 'serialNumber',
  giai: null,
  gtin: '09506000134352',
  kind: 'passport.noted',
  leafHash: HASH,
  legalName: 'Medtec Packaging Co., Ltd.',
  manifest: 'oWFuAQ==',
  manufacturedAt: '2026-01',
  manufacturer: 'Medtec',
  mediaType: 'application/pdf',
  message: 'Success',
  model: 'Filler 3',
  name: 'Filler 3, line 2',
  nextCursor: null,
  note: 'Delivers drives within four weeks',
  number: 'S-1001',
  origin: 'CN',
  parent: 'DP-MED-2601-PF-CN-000001-0A',
  part: 'gearbox, left',
  passport: 'DP-MED-2601-PF-CN-000001-0A',
  phone: '+49 30 1234567',
  productType: 'PF',
  proof: [HASH],
  reason: 'Seal was worn',
  recoveryCodes: ['7Q2M4K-X9D0TZ-3HJ8WR-ABCDEF'],
  reference: 'PO-1001',
  refreshToken: 'eyJhbGciOiJSUzI1NiJ9.eyJ0eXBlIjoicmVmcmVzaCJ9.c2lnbmF0dXJl',
  registrationNumber: '91310000MA1FL3',
  root: HASH,
  scopes: ['passports:read:org'],
  serialNumber: '4711',
  sha256: HASH,
  since: TIME,
  stream: HASH,
  taxId: '91310000MA1FL3',
  token: 'b3BlbiBzZXNhbWUsIG9wZW4gc2VzYW1lLCBzZXNhbWU',
  tx: `0x${'5e'.repeat(32)}`,
  website: 'https://medtec.example',
};

/** Fields that are texts and have no word of their own, by how their names end and by their patterns. */
export function wordOf(name: string, pattern = ''): unknown {
  const [, prefix, digits] = /^\^(0x)?\[0-9a-f\]\{(\d+)\}\$$/.exec(pattern) ?? [];
  if (digits !== undefined) return `${prefix ?? ''}${HASH.repeat(5).slice(0, Number(digits))}`;
  if (Object.hasOwn(WORDS, name)) return WORDS[name];
  return name.endsWith('At') ? TIME : undefined;
}
