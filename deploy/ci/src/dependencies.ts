import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { cruise } from 'dependency-cruiser';
import type { ICruiseResult, IConfiguration } from 'dependency-cruiser';

import { root } from './run.ts';

const SOURCES = ['packages', 'api', 'indexer', 'web', 'deploy/local', 'deploy/ci', 'contracts'];
const PLANTED = join(root, 'deploy/ci/planted');

function configuration(): IConfiguration {
  const loaded: unknown = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs'));
  return loaded as IConfiguration;
}

/** Every breach of the dependency rules in the product, one line each. */
export async function dependencyViolations(): Promise<string[]> {
  const violations = await violationsIn(root, SOURCES);
  return violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`);
}

/**
 * Rules whose planted violation goes unreported, or that report something else there, one line
 * each; a rule without a planted violation is named too.
 */
export async function toothlessRules(): Promise<string[]> {
  const rules = (configuration().forbidden ?? []).map((rule) => rule.name ?? 'unnamed');
  const planted = readdirSync(PLANTED, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const lines = rules
    .filter((rule) => !planted.includes(rule))
    .map((rule) => `${rule}: nothing is planted for it`);
  for (const rule of planted) {
    const found = await violationsIn(join(PLANTED, rule), ['.']);
    const reported = [...new Set(found.map((violation) => violation.rule.name))];
    if (reported.join() !== rule) {
      lines.push(
        `${rule}: its planted violation is reported by ${reported.join(', ') || 'no rule'}`,
      );
    }
  }
  return lines;
}

async function violationsIn(baseDir: string, paths: string[]) {
  const { options, ...ruleSet } = configuration();
  const { output } = await cruise(paths, { ...options, baseDir, validate: true, ruleSet });
  return (output as ICruiseResult).summary.violations;
}
