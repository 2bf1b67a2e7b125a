import { existsSync, readFileSync } from 'node:fs';

import { z } from 'zod';

import { configSchema } from './config-schema.ts';
import type { Environment, ParsedConfig } from './config-schema.ts';
import { LunaError } from './luna-error.ts';
import { paths } from './paths.ts';
import type { Paths } from './paths.ts';

const DEVELOPMENT_CHAIN = 31_337;

/** {@link configSchema} with everything filled in that has a sensible default. */
export type Config = Omit<
  ParsedConfig,
  'PUBLIC_URL' | 'LOG_KEY_FILE' | 'ANCHORER_KEY_FILE' | 'ANCHOR_INTERVAL' | 'IPFS_GATEWAYS'
> & {
  PUBLIC_URL: string;
  LOG_KEY_FILE: string;
  ANCHORER_KEY_FILE: string;
  ANCHOR_INTERVAL: number;
  IPFS_GATEWAYS: string[];
  /** The layout of `LUNA_HOME`. */
  paths: Paths;
};

/**
 * Reads the settings: the environment first, then what `npm start` left in
 * `$LUNA_HOME/secrets/config.json`, then defaults. An empty variable counts as unset.
 * This is the only file of the product that looks at `process.env`. `localConfig: false` leaves the
 * file out: `npm start` decides anew what goes into it.
 * @throws LunaError CONFIG_INVALID naming every wrong variable; nothing else starts without it.
 */
export function loadConfig(
  environment: Environment = process.env,
  { localConfig = true }: { localConfig?: boolean } = {},
): Config {
  const set = withoutEmpty(environment);
  const home = paths(set['LUNA_HOME'] ?? '.luna');
  const local = localConfig ? readLocalConfig(home) : {};
  const parsed = configSchema.safeParse({ ...local, ...set });
  if (!parsed.success) throw invalid(parsed.error);
  const config = parsed.data;
  return {
    ...config,
    LUNA_HOME: home.home,
    PUBLIC_URL: config.PUBLIC_URL ?? `http://${config.HOST}:${config.WEB_PORT}`,
    LOG_KEY_FILE: config.LOG_KEY_FILE ?? home.logKey,
    ANCHORER_KEY_FILE: config.ANCHORER_KEY_FILE ?? home.anchorerKey,
    ANCHOR_INTERVAL: config.ANCHOR_INTERVAL ?? (config.CHAIN_ID === DEVELOPMENT_CHAIN ? 5 : 60),
    IPFS_GATEWAYS: config.IPFS_GATEWAYS ?? [`http://${config.HOST}:${config.API_PORT}`],
    paths: home,
  };
}

/**
 * The value of a setting that this role cannot do without.
 * @throws LunaError CONFIG_MISSING naming the variable.
 */
export function required<Name extends keyof Config>(
  config: Config,
  name: Name,
): NonNullable<Config[Name]> {
  const value = config[name];
  if (value === undefined) {
    throw new LunaError('CONFIG_MISSING', `${name} is not set; \`npm start\` sets it locally`);
  }
  return value;
}

function withoutEmpty(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '',
    ),
  );
}

function readLocalConfig(home: Paths): Record<string, string> {
  if (!existsSync(home.localConfig)) return {};
  try {
    const content: unknown = JSON.parse(readFileSync(home.localConfig, 'utf8'));
    return z.record(z.string(), z.string()).parse(content);
  } catch (cause) {
    throw new LunaError(
      'CONFIG_INVALID',
      `${home.localConfig} does not hold names and texts; \`npm start\` writes it anew`,
      { cause },
    );
  }
}

function invalid(error: z.ZodError): LunaError {
  const wrong = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  return new LunaError('CONFIG_INVALID', `Settings are wrong. ${wrong.join('; ')}`);
}
