import type { Details, Texts } from './texts.ts';

const plural = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;
const because = (reason: string | undefined): string => (reason === undefined ? '' : `: ${reason}`);
const then = (text: string | undefined): string => (text === undefined ? '' : ` · ${text}`);

/** Passport codes of the part that came out and the one that went in. */
const exchanged = (removed?: string, installed?: string): string =>
  removed === undefined && installed === undefined
    ? ''
    : ` · ${removed ?? '–'} → ${installed ?? '–'}`;

const statuses: Texts['statuses'] = {
  CREATED: 'Created',
  PROCURED: 'Procured',
  IN_QC: 'In quality control',
  QC_PASSED: 'Quality control passed',
  QC_FAILED: 'Quality control failed',
  IN_ASSEMBLY: 'In assembly',
  IN_TESTING: 'In testing',
  TEST_PASSED: 'Test passed',
  TEST_FAILED: 'Test failed',
  PACKAGED: 'Packaged',
  IN_TRANSIT: 'In transit',
  DELIVERED: 'Delivered',
  IN_SERVICE: 'In service',
  MAINTENANCE: 'In maintenance',
  DECOMMISSIONED: 'Out of use',
  RETIRED: 'Retired',
};
const flags: Texts['flags'] = {
  RECALLED: 'Recalled',
  STOLEN: 'Reported stolen',
  MISSING: 'Reported missing',
};
const severities = { info: 'Note', warning: 'Warning', error: 'Error', failure: 'Failure' };
const results = { pass: 'passed', fail: 'failed' };

const details: Details = {
  'passport.created': ({ manufacturer, model, serialNumber }) =>
    `${manufacturer} ${model}, serial number ${serialNumber}`,
  'passport.taken_over': ({ status, reason }) => `${statuses[status]}${because(reason)}`,
  'passport.status_changed': ({ from, to, reason }) =>
    `${statuses[from]} → ${statuses[to]}${because(reason)}`,
  'passport.part_replaced': ({ part, removed, installed, reason, work }) =>
    `${part}${exchanged(removed, installed)}${then(work)}${then(reason)}`,
  'passport.noted': ({ severity, text, topic }) => `${severities[severity]}: ${text}${then(topic)}`,
  'passport.amended': ({ changes }) =>
    changes.map(({ field, from, to }) => `${field}: ${from ?? '–'} → ${to ?? '–'}`).join(', '),
  'passport.located': ({ place, country }) => `${place}${then(country)}`,
  'passport.transferred': ({ reference }) => reference ?? '',
  'passport.serviced': ({ work, order }) => `${work}${then(order)}`,
  'passport.inspected': ({ result, report }) => `${results[result]}${because(report)}`,
  'passport.tested': ({ test, result, report }) => `${test} ${results[result]}${because(report)}`,
  'passport.measured': ({ quantity, readings }) => `${quantity}, ${readings} readings`,
  'passport.document_attached': ({ name, mediaType }) => `${name}${then(mediaType)}`,
  'passport.document_published': ({ cid }) => cid,
  'passport.flagged': ({ flag, raised, reason }) =>
    `${flags[flag]}${raised ? '' : ' (withdrawn)'}${because(reason)}`,
  'passport.corrected': ({ corrects, reason }) => `Entry ${corrects.position}${because(reason)}`,
  'audit.acted': ({ act }) => act,
  'payload.erased': ({ erases, reason }) => `Entry ${erases.position}${because(reason)}`,
};

/** English. The sentences of the checks come with the checks themselves. */
export const en: Texts = {
  language: 'en',
  title: (code) => `${code} · Luna Passport`,
  skip: 'Skip to the verdict',
  chooseLanguage: 'Language',
  passport: 'Device passport',
  chain: (chainId) =>
    ({ 137: 'Polygon', 80002: 'the Polygon test network', 31337: 'a development chain' })[
      chainId
    ] ?? `chain ${chainId}`,
  developmentChain: 'A development chain is for trying out: it proves nothing to others.',
  checking: 'Checking',
  stages: {
    configuration: 'Starting',
    download: 'Fetching the evidence',
    checks: 'Checking in your browser, against the chain',
  },
  received: (bytes) => `${bytes} received`,
  verdicts: {
    VERIFIED: () => 'Verified',
    VERIFIED_UNTIL: (asOf) => `Verified until ${asOf}`,
    MISMATCH: () => 'Does not match',
    REVOKED: () => 'Anchor withdrawn',
    UNKNOWN: () => 'Unknown device',
    CANNOT_CHECK_NOW: () => 'Cannot check now',
  },
  verdictLeads: {
    VERIFIED: ({ chain }) => `This history is linked, unaltered and anchored on ${chain}.`,
    VERIFIED_UNTIL: ({ chain, pending }) =>
      `Up to then this history is linked, unaltered and anchored on ${chain}. ` +
      `${plural(pending, 'newer entry waits', 'newer entries wait')} for an anchor.`,
    MISMATCH: () => 'What this page received is not what the log holds. Do not rely on it.',
    REVOKED: () =>
      'The history is whole, but the anchor it rests on was withdrawn. Ask for newer evidence.',
    UNKNOWN: () => 'The evidence does not disclose which device it is about.',
    CANNOT_CHECK_NOW: () =>
      'Nothing speaks against this passport, but nothing is proven either. Try again later.',
  },
  newerNotExcluded: 'Newer entries: not excluded',
  asOf: 'As of',
  since: 'Recorded since',
  entries: (anchored, pending) =>
    pending === 0
      ? plural(anchored, 'entry', 'entries')
      : `${plural(anchored, 'entry', 'entries')}, ${pending} more pending`,
  device: 'Device',
  serialNumber: 'Serial number',
  model: 'Model',
  manufacturer: 'Manufacturer',
  manufactured: 'Manufactured',
  origin: 'Origin',
  status: 'Status',
  statusUnknown: 'Not known here',
  code: 'Passport code',
  comparePlate: 'Compare the serial number with the plate on the machine: a QR code can be copied.',
  asClaimed: 'As the received file says, which did not pass the checks.',
  noDevice: 'The plate data are not disclosed, or cannot be relied on.',
  statuses,
  flags,
  flagAdvice: 'Ask the owner or the manufacturer before you buy, move or use this device.',
  notProven: 'What this does not prove',
  notProvenLead: 'Even a verified history leaves these open:',
  notProvenItems: {
    NEWER_ENTRIES: () =>
      'That nothing was recorded after the time above. Newer entries: not excluded.',
    DEVICE_IN_FRONT: () =>
      'That the device in front of you is this one. Compare serial number and plate.',
    TRUTH_OF_RECORDS: () =>
      'That what was recorded is true. It was recorded then, and not changed.',
    OTHER_BRANCH: () =>
      'That the log holds no second history of this passport. An audit of the whole log shows it.',
    PENDING_ENTRIES: (count) =>
      `${plural(count, 'entry is', 'entries are')} recorded but not anchored yet.`,
    UNDISCLOSED_PAYLOADS: (count) =>
      `What ${plural(count, 'entry says', 'entries say')} that you may not read.`,
    ABSENT_DOCUMENTS: (count) =>
      `${plural(count, 'document', 'documents')} that did not come with the evidence.`,
    TRANSACTION_AND_MANIFEST: () =>
      'Transaction and manifest of the anchor: their receipt is no longer kept.',
  },
  checks: 'Checks',
  checksLead: (passed, total) => `${passed} of ${total} passed, computed in your browser.`,
  checkTitles: {
    code: 'Code',
    payloads: 'Contents',
    history: 'History',
    inclusion: 'In the log',
    checkpoint: 'Signature of the log',
    anchor: 'Anchor on the chain',
    time: 'Times',
    documents: 'Documents',
  },
  checkStatuses: { pass: 'Pass', fail: 'Fail', 'not-checked': 'Not checked' },
  finding: ({ reason }) => reason,
  lookedAt: 'What it looked at',
  inputs: {
    code: 'Code',
    asked: 'Asked for',
    stream: 'Stream',
    serialNumber: 'Serial number',
    position: 'Position',
    disclosed: 'Disclosed',
    total: 'Entries',
    entries: 'Anchored entries',
    pending: 'Pending entries',
    leaf: 'Leaf',
    index: 'Index',
    size: 'Log size',
    steps: 'Steps of the proof',
    origin: 'Log',
    root: 'Root',
    keys: 'Keys',
    chainId: 'Chain',
    contract: 'Contract',
    time: 'Time of the block',
    tx: 'Transaction',
    block: 'Block',
    finalizedBlock: 'Newest final block',
    anchorTime: 'Time of the anchor',
    newestRecordedAt: 'Newest entry recorded',
    present: 'In the file',
    named: 'Named',
    sha256: 'SHA-256',
    mediaType: 'Type',
    length: 'Bytes',
  },
  history: 'History',
  historyLead: 'Newest first.',
  showAll: (count) => `Show all ${count} entries`,
  position: (position) => `No. ${position}`,
  kinds: {
    'passport.created': 'Passport created',
    'passport.taken_over': 'Taken over with its past',
    'passport.status_changed': 'Status changed',
    'passport.part_replaced': 'Part replaced',
    'passport.noted': 'Noted',
    'passport.amended': 'Data amended',
    'passport.located': 'Located',
    'passport.transferred': 'Title transferred',
    'passport.serviced': 'Serviced',
    'passport.inspected': 'Inspected',
    'passport.tested': 'Tested',
    'passport.measured': 'Measured',
    'passport.document_attached': 'Document attached',
    'passport.document_published': 'Document published',
    'passport.flagged': 'Warning',
    'passport.corrected': 'Correction',
    'audit.acted': 'Act on record',
    'payload.erased': 'Contents erased',
  },
  details,
  recordedLate: (duration) => `recorded ${duration} later`,
  withheld: 'Not disclosed to the public',
  erased: 'Erased on request',
  unreadable: 'Of a kind this page does not know',
  refused: 'Not as recorded',
  pending: 'Not anchored yet',
  checkYourself: 'Check it yourself',
  checkYourselfLead:
    'Take the evidence with you. It can be checked on any computer against the chain, without our servers.',
  download: 'Download the evidence',
  command: 'Command line',
  copy: 'Copy',
  copied: 'Copied',
  again: 'Check again',
  problems: {
    CODE_MALFORMED: {
      title: 'Not a passport code',
      lead: 'A passport code looks like DP-MED-2601-PF-CN-000001-0A.',
    },
    CODE_MISTYPED: {
      title: 'Not a passport code',
      lead: 'The check characters at its end do not fit: one character is probably mistyped.',
    },
    PASSPORT_UNKNOWN: {
      title: 'Unknown passport',
      lead: 'There is no passport with this code here. The code may be mistyped, or the label may not be genuine.',
    },
    NOT_ANCHORED_YET: {
      title: 'Cannot check now',
      lead: 'This passport is recorded, but no final anchor covers it yet. Try again in a minute.',
    },
    RECORDS_UNREACHABLE: {
      title: 'Cannot check now',
      lead: 'The records cannot be reached. This says nothing about the device. Try again when you are connected.',
    },
    RECORDS_BUSY: {
      title: 'Cannot check now',
      lead: 'The records did not answer as they should. This says nothing about the device. Try again in a minute.',
    },
    CONFIGURATION_UNUSABLE: {
      title: 'Cannot check now',
      lead: 'This page does not know which chain and log to trust. This says nothing about the device.',
    },
    EVIDENCE_REFUSED: {
      title: 'Evidence refused',
      lead: 'What this page received is not an evidence file it can read in full, so it did not judge it. Do not rely on it.',
    },
    PAGE_BROKEN: {
      title: 'Cannot check now',
      lead: 'The check stopped with a fault of this page. This says nothing about the device.',
    },
  },
  technical: 'Technical detail',
  enterCode: 'Which device?',
  enterCodeLead: 'Scan the QR code on the machine, or type the code below it.',
  codeLabel: 'Passport code',
  show: 'Show the passport',
  file: 'File',
  checkFile: 'Check a file',
  checkFileLead:
    'Somebody gave you an evidence file? It is checked here, in your browser, and is not sent anywhere.',
  chooseFile: 'Choose an evidence file, or drop it here',
  footer: (time, server) => `Checked in your browser at ${time}, against ${server}.`,
};
