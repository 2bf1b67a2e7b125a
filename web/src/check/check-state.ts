import type { Check } from '@luna/evidence';
import type { ProblemCode } from './problem.ts';
import type { Checked, CheckMessage, Stage } from './protocol.ts';

/** What the page knows of the check it is running. */
export type CheckState =
  | {
      phase: 'checking';
      stage: Stage;
      /** Bytes of evidence received, of how many if that is known. */
      received: number;
      total: number | null;
      checks: readonly Check[];
    }
  | { phase: 'checked'; checked: Checked }
  | { phase: 'problem'; code: ProblemCode; detail: string };

export const STARTING: CheckState = {
  phase: 'checking',
  stage: 'configuration',
  received: 0,
  total: null,
  checks: [],
};

/** The state after one more message; `restart` begins anew. */
export function nextState(
  state: CheckState,
  message: CheckMessage | { type: 'restart' },
): CheckState {
  switch (message.type) {
    case 'restart':
      return STARTING;
    case 'checked':
      return { phase: 'checked', checked: message.checked };
    case 'problem':
      return { phase: 'problem', code: message.code, detail: message.detail };
    default:
      // What arrives after the end belongs to nothing.
      return state.phase === 'checking' ? progress(state, message) : state;
  }
}

type Checking = Extract<CheckState, { phase: 'checking' }>;
type Progress = Extract<CheckMessage, { type: 'stage' | 'received' | 'check' }>;

function progress(state: Checking, message: Progress): Checking {
  switch (message.type) {
    case 'stage':
      return { ...state, stage: message.stage };
    case 'received':
      return { ...state, received: message.bytes, total: message.total };
    case 'check':
      return { ...state, checks: [...state.checks, message.check] };
  }
}
