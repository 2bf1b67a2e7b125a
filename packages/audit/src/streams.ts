import { decodeEntry, entryLeaf, toHex, type Entry } from '@luna/record';
import type { AuditReport } from './report.ts';

type StreamHead = { position: number; leaf: string; recordedAt: number };

const ZERO = '00'.repeat(32);

/**
 * Reads entries in log order and holds each stream to its rules: positions 1, 2, 3 … without a gap
 * or a second entry for one of them, each linked to the leaf before it, time never going back.
 */
export class StreamAudit {
  readonly #report: AuditReport;
  readonly #heads = new Map<string, StreamHead>();

  constructor(report: AuditReport) {
    this.#report = report;
  }

  /** The entry, or undefined when its bytes are none (which is then a finding). */
  add(bytes: Uint8Array, where: string): Entry | undefined {
    let entry: Entry;
    try {
      entry = decodeEntry(bytes);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#report.add('events', 'ENTRY_INVALID', where, `The entry cannot be read: ${reason}.`);
      return undefined;
    }
    const stream = toHex(entry.stream);
    const before = this.#heads.get(stream) ?? { position: 0, leaf: ZERO, recordedAt: 0 };
    const at = `${where}, stream ${stream} position ${entry.position}`;
    if (entry.position <= before.position) {
      const message = `The stream had reached position ${before.position} already: a second branch, or leaves out of order.`;
      this.#report.add('events', 'POSITION_REPEATED', at, message);
      return entry;
    }
    if (entry.position !== before.position + 1) {
      const missing = `${before.position + 1} to ${entry.position - 1}`;
      this.#report.add(
        'events',
        'POSITION_MISSING',
        at,
        `Positions ${missing} are missing before it.`,
      );
    } else if (toHex(entry.previous) !== before.leaf) {
      const message =
        'It does not name the leaf of the preceding entry: that one was altered, or this one forged.';
      this.#report.add('events', 'PREVIOUS_MISMATCH', at, message);
    }
    if (entry.recordedAt < before.recordedAt) {
      this.#report.add('events', 'TIME_REVERSED', at, 'It was recorded before its predecessor.');
    }
    const leaf = toHex(entryLeaf(bytes));
    this.#heads.set(stream, { position: entry.position, leaf, recordedAt: entry.recordedAt });
    return entry;
  }
}
