/** What an audit looks at, in the order in which it does. */
export const AUDIT_CHECKS = [
  'guards',
  'events',
  'payloads',
  'leaves',
  'tiles',
  'checkpoints',
  'anchors',
  'manifests',
] as const;
export type AuditCheck = (typeof AUDIT_CHECKS)[number];

/** Something that is not as it must be, and where. */
export type Finding = {
  check: AuditCheck;
  /** Stable, SCREAMING_SNAKE. */
  code: string;
  /** The place: `entry 17`, `stream ab… position 3`, `tile 0/2`, `anchor 4`, a catalogue object. */
  where: string;
  message: string;
};

/** More findings than this say nothing new; the rest is only counted. */
const KEPT = 1_000;

/** Collects what an audit looked at and what it found. */
export class AuditReport {
  readonly findings: Finding[] = [];
  readonly looked = new Map<AuditCheck, number>();
  /** Checks that could not be made, and why. */
  readonly skipped = new Map<AuditCheck, string>();
  #count = 0;

  /** Findings in all, kept or not. */
  get count(): number {
    return this.#count;
  }

  look(check: AuditCheck, items = 1): void {
    this.looked.set(check, (this.looked.get(check) ?? 0) + items);
  }

  skip(check: AuditCheck, reason: string): void {
    this.skipped.set(check, reason);
  }

  add(check: AuditCheck, code: string, where: string, message: string): void {
    this.#count += 1;
    if (this.findings.length < KEPT) this.findings.push({ check, code, where, message });
  }
}

/** Told now and then how far an audit has come. */
export type Progress = (check: AuditCheck, done: number, total: number) => void;
