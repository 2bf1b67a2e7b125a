import { LunaError, loadConfig } from '@luna/runtime';
import type { Config } from '@luna/runtime';

import { bringUp } from './bring-up.ts';
import type { Facts } from './bring-up.ts';
import { stopRequest } from './process/stop-request.ts';
import { claimStack } from './process/leftovers.ts';
import { createStack } from './stack.ts';
import type { Stack } from './stack.ts';
import { DEVELOPMENT_CHAIN, apiUrl, chainUrl } from './stack-settings.ts';
import { HELP, parseStartOptions } from './start-options.ts';
import { createSteps } from './steps.ts';
import type { Steps } from './steps.ts';

/**
 * `npm start`: brings the stack of the repository at `root` up and stays until somebody stops it or
 * a part of it fails. Everything is shown on standard output, refusals on standard error.
 * @returns the exit code: 0 when it was asked to stop
 */
export async function runStart(root: string, args: readonly string[]): Promise<number> {
  const { dev, help } = parseStartOptions(args);
  const steps = createSteps();
  if (help) {
    steps.say(HELP);
    return 0;
  }
  const began = Date.now();
  // The stack brings its own chain, whatever the environment says about others.
  const config = loadConfig(
    { ...process.env, CHAIN_ID: String(DEVELOPMENT_CHAIN) },
    { localConfig: false },
  );
  const release = claimStack(config.paths.run);
  const stack = createStack(config);
  const stopped = stopRequest();
  const up = bringUp({ root, config, stack, steps, dev });
  try {
    const ready = await Promise.race([up, stopped, stack.failure]);
    if (typeof ready !== 'string') {
      steps.say(summary(config, ready, (Date.now() - began) / 1000));
      await Promise.race([stopped, stack.failure]);
    }
    return 0;
  } catch (error) {
    complain(error);
    return 1;
  } finally {
    await end(stack, up, steps);
    release();
  }
}

async function end(stack: Stack, up: Promise<Facts>, steps: Steps): Promise<void> {
  const shown = stack.started();
  if (shown) steps.say('Stopping …');
  await stack.stop((name) => steps.say(`  ${name}`));
  // A start that was interrupted may have started one more thing meanwhile.
  await up.catch(() => undefined);
  await stack.stop();
  if (shown) steps.say('Stopped. The data is kept.');
}

/** What we refuse is one message; anything else is a fault of ours, with its stack. */
export function complain(error: unknown): void {
  const known = error instanceof LunaError ? error.message : undefined;
  const text = known ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.stderr.write(`${text}\n`);
}

function summary(config: Config, facts: Facts, seconds: number): string {
  return [
    '',
    `Luna Passport is ready (${seconds.toFixed(1)} s).`,
    `  web      ${config.PUBLIC_URL}`,
    `  api      ${apiUrl(config)}/api/v1   documents: ${apiUrl(config)}/api/docs`,
    `  log      ${facts.origin}   ${config.PUBLIC_URL}/log/checkpoint`,
    `  chain    ${chainUrl(config)}   PassportLog ${facts.passportLog}`,
    `  sign in  e-mail and password of the first admin: ${config.paths.admin}`,
    `  data     ${config.paths.home}   logs in ${config.paths.logs}`,
    'Ctrl-C stops everything.',
  ].join('\n');
}
