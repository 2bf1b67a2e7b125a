import type { Envelope, RecordedEvent } from '@luna/record';
import { parseCode, type CodeParts } from './code.ts';
import { PassportError } from './passport-error.ts';
import type { PassportState } from './passport-state.ts';

/**
 * The state after `passport.created`, which must come first.
 *
 * `CODE_MISMATCH`: company, product type, origin or month of manufacture are not those in the code.
 * Errors of `parseCode` pass through.
 */
export function openPassport(event: RecordedEvent): PassportState {
  if (event.kind !== 'passport.created') {
    throw new PassportError('NOT_CREATED_FIRST', `history starts with ${event.kind}`, 1);
  }
  if (event.payload === null) throw new PassportError('PAYLOAD_MISSING', event.kind, 1);
  const { org, data } = event.payload;
  const parts = parseCode(data.code);
  checkAgreement(data, parts);
  return {
    code: data.code,
    parts,
    manufacturer: data.manufacturer,
    model: data.model,
    serialNumber: data.serialNumber,
    manufacturedAt: data.manufacturedAt ?? null,
    name: data.name ?? null,
    gtin: data.gtin ?? null,
    giai: data.giai ?? null,
    status: 'CREATED',
    flags: [],
    owner: org,
    components: [],
    partOf: null,
    documents: [],
    corrected: [],
    erased: [],
    position: 1,
  };
}

function checkAgreement(data: Envelope<'passport.created'>['data'], parts: CodeParts): void {
  const said = {
    company: data.company,
    productType: data.productType,
    origin: data.origin,
    month: data.manufacturedAt?.replace('-', '').slice(2) ?? parts.month,
  };
  for (const field of ['company', 'productType', 'origin', 'month'] as const) {
    if (said[field] !== parts[field]) {
      const facts = `${field} is ${said[field]}, in the code ${parts[field]}`;
      throw new PassportError('CODE_MISMATCH', facts, 1);
    }
  }
}
