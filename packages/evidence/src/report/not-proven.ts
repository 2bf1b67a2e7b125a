import type { Check } from '../checks/check.ts';

/** Something that a reader might take for proven and that is not; `count` where there is one. */
export type NotProven = { code: NotProvenCode; text: string; count: number };

export type NotProvenCode =
  | 'NEWER_ENTRIES'
  | 'OTHER_BRANCH'
  | 'PENDING_ENTRIES'
  | 'UNDISCLOSED_PAYLOADS'
  | 'ABSENT_DOCUMENTS'
  | 'TRANSACTION_AND_MANIFEST'
  | 'TRUTH_OF_RECORDS'
  | 'DEVICE_IN_FRONT';

/** What even a verified file leaves open, the most important first. */
export function notProven(checks: readonly Check[], pending: number): readonly NotProven[] {
  const list: NotProven[] = [
    { code: 'NEWER_ENTRIES', text: 'newer entries: not excluded', count: 0 },
    {
      code: 'DEVICE_IN_FRONT',
      text: 'that the device in front of you is this one: compare serial number and plate',
      count: 0,
    },
    { code: 'TRUTH_OF_RECORDS', text: 'that what was recorded is true', count: 0 },
    {
      code: 'OTHER_BRANCH',
      text: 'that the log holds no second history of this passport: an audit of the whole log shows it',
      count: 0,
    },
  ];
  if (pending > 0) {
    const text = `the newest ${pending}: recorded, but not anchored yet`;
    list.unshift({ code: 'PENDING_ENTRIES', text, count: pending });
  }
  for (const { code, inputs } of checks) {
    if (code === 'PAYLOADS_PARTLY_DISCLOSED') {
      const count = Number(inputs['total']) - Number(inputs['disclosed']);
      const text = `what the ${count} entries say that are not disclosed to you`;
      list.push({ code: 'UNDISCLOSED_PAYLOADS', text, count });
    }
    if (code === 'DOCUMENTS_PARTLY_PRESENT') {
      const count = Number(inputs['named']) - Number(inputs['present']);
      const text = `the ${count} documents that are not in the file`;
      list.push({ code: 'ABSENT_DOCUMENTS', text, count });
    }
    if (code === 'ANCHOR_IN_RING') {
      const text = 'transaction and manifest of the anchor: their receipt is no longer kept';
      list.push({ code: 'TRANSACTION_AND_MANIFEST', text, count: 0 });
    }
  }
  return list;
}
