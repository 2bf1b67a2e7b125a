import type { JsonValue } from '@luna/record';

/** An EPCIS 2.0 event as JSON: standard fields by their names, extensions by prefixed ones. */
export type EpcisEvent = { [key: string]: JsonValue };
