import { existsSync, readFileSync } from 'node:fs';
import { LunaError, type Config } from '@luna/runtime';
import { z } from 'zod';

/** Where the api is, and the key that lets us write. */
export type Connection = { url: string; key: string | undefined };

const keyFile = z.object({ url: z.url({ protocol: /^https?$/ }), key: z.string().min(1) });

/**
 * Reads `$LUNA_HOME/key`, overridden by LUNA_URL and LUNA_KEY.
 * @throws LunaError KEY_FILE_INVALID, CONNECTION_UNKNOWN when neither says where the api is
 */
export function readConnection(
  config: Pick<Config, 'LUNA_URL' | 'LUNA_KEY' | 'paths'>,
): Connection {
  const file = config.LUNA_URL && config.LUNA_KEY ? undefined : readKeyFile(config.paths.key);
  const url = config.LUNA_URL ?? file?.url;
  if (url === undefined) {
    throw new LunaError(
      'CONNECTION_UNKNOWN',
      `${config.paths.key} does not exist. Run npm start once, or set LUNA_URL and LUNA_KEY.`,
    );
  }
  return { url, key: config.LUNA_KEY ?? file?.key };
}

function readKeyFile(file: string): z.infer<typeof keyFile> | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return keyFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new LunaError(
      'KEY_FILE_INVALID',
      `${file} does not hold {"url": …, "key": …}. Remove it and run npm start, which makes it anew.`,
      { cause },
    );
  }
}
