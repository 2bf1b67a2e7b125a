export const FORMATS = ['CSV', 'AAS'] as const;

/** States that are shown; while its file comes in, a job is nobody's to see. */
export const STATES = [
  'QUEUED',
  'CHECKING',
  'CREATING',
  'FINISHED',
  'REFUSED',
  'CANCELLED',
  'FAILED',
] as const;
export type State = (typeof STATES)[number];

/** `accepted`: a passport may be made of it, and none is yet. */
export const OUTCOMES = ['pending', 'accepted', 'done', 'refused'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** How far a job is. `handled` counts the rows it is through with in its state. */
export type Progress = {
  state: State;
  dryRun: boolean;
  allOrNothing: boolean;
  total: number;
  handled: number;
  refused: number;
};

/**
 * What comes after a state whose rows are all dealt with. A dry run is checked and no more; all or
 * nothing is checked first, and one refused row refuses it whole.
 */
export function stateAfter({ state, dryRun, allOrNothing, refused }: Progress): State {
  if (state === 'QUEUED') return dryRun || allOrNothing ? 'CHECKING' : 'CREATING';
  if (state !== 'CHECKING') return 'FINISHED';
  if (allOrNothing && refused > 0) return 'REFUSED';
  return dryRun ? 'FINISHED' : 'CREATING';
}

export function isEnded(state: State): boolean {
  return !(['QUEUED', 'CHECKING', 'CREATING'] as State[]).includes(state);
}

/** Percent of the work, in whole numbers: all or nothing goes through its rows twice. */
export function percent({ state, dryRun, allOrNothing, total, handled }: Progress): number {
  if (state === 'FINISHED' || state === 'REFUSED') return 100;
  const passes = allOrNothing && !dryRun ? 2 : 1;
  const before = passes === 2 && state === 'CREATING' ? 1 : 0;
  return Math.floor((100 * (before + handled / Math.max(total, 1))) / passes);
}
