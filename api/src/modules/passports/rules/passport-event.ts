import type { Envelope, Kind } from '@luna/record';
import type { NewEvent } from '../http/new-event.ts';

type Written<K extends Kind> = { kind: K; data: Envelope<K>['data'] } & Omit<
  NewEvent,
  'kind' | 'data'
>;

/**
 * What is written into a history after its beginning: what callers send, and what use cases write
 * that are about more than one passport or organisation.
 */
export type PassportEvent =
  NewEvent | Written<'passport.transferred'> | Written<'passport.part_replaced'>;
