import { useEffect, useReducer, useState } from 'react';
import { nextState, STARTING, type CheckState } from './check-state.ts';
import type { CheckMessage, CheckRequest, Subject } from './protocol.ts';

/** Runs the check of a passport or a file in a worker; `again` runs it anew. */
export function usePassportCheck(subject: Subject): { state: CheckState; again: () => void } {
  const [state, dispatch] = useReducer(nextState, STARTING);
  const [run, setRun] = useState(0);

  useEffect(() => {
    dispatch({ type: 'restart' });
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<CheckMessage>) => {
      dispatch(data);
    });
    worker.addEventListener('error', ({ message }) => {
      dispatch({ type: 'problem', code: 'PAGE_BROKEN', detail: message });
    });
    const request: CheckRequest = { subject, origin: location.origin };
    worker.postMessage(request);
    return () => {
      worker.terminate();
    };
  }, [subject, run]);

  return {
    state,
    again: () => {
      setRun(run + 1);
    },
  };
}
