import type { Config } from '@luna/runtime';
import { LunaError } from '@luna/runtime';

import { startChild } from './process/child.ts';
import type { Child, ChildOptions } from './process/child.ts';
import { STOP_ORDER, pidFile } from './process/leftovers.ts';
import type { ChildName } from './process/leftovers.ts';
import { childEnded } from './process/wait-for-health.ts';

/** What a stack started and will end, in the right order, whenever it is told to. */
export interface Stack {
  /** Where a child keeps its log and pid. */
  files(name: ChildName): { logFile: string; pidFile: string };
  /** Starts a child unless the stack is already ending. */
  start(
    options: Omit<ChildOptions, 'name' | 'logFile' | 'pidFile'> & { name: ChildName },
  ): Promise<Child>;
  /** Takes a child that was started elsewhere into care; throws STACK_ENDING when that is to end it. */
  adopt(child: Child): void;
  /** Something to close before any child ends. */
  onStop(close: () => Promise<void>): void;
  /** Rejects with CHILD_ENDED when a child ends by itself. */
  readonly failure: Promise<never>;
  /** Whether there is anything to end. */
  started(): boolean;
  /** Ends everything started so far; may be called again when more was started meanwhile. */
  stop(report?: (name: string) => void): Promise<void>;
}

export function createStack({ paths }: Pick<Config, 'paths'>): Stack {
  const children: Child[] = [];
  const closers: (() => Promise<void>)[] = [];
  let ending = false;
  const failed = Promise.withResolvers<never>();
  // Nobody may be listening yet when a child ends during the start.
  failed.promise.catch(() => undefined);

  const files = (name: ChildName) => ({
    logFile: `${paths.logs}/${name}.log`,
    pidFile: pidFile(paths.run, name),
  });
  const refuseWhenEnding = () => {
    if (ending) throw new LunaError('STACK_ENDING', 'The stack is being stopped');
  };
  const adopt = (child: Child) => {
    children.push(child);
    refuseWhenEnding();
    void child.exited.then((how) => {
      if (!ending) failed.reject(childEnded(child, how));
    });
  };
  return {
    files,
    adopt,
    failure: failed.promise,
    started: () => children.length > 0,
    start: async (options) => {
      refuseWhenEnding();
      const child = await startChild({ ...options, ...files(options.name) });
      adopt(child);
      return child;
    },
    onStop: (close) => closers.push(close),
    stop: async (report = () => undefined) => {
      ending = true;
      for (const close of closers.splice(0)) await close();
      for (const name of STOP_ORDER) {
        for (const child of children.filter((candidate) => candidate.name === name)) {
          if (child.running()) report(name);
          await child.stop();
        }
      }
    },
  };
}
