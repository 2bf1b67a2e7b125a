import { connect, type Database } from '@luna/database';
import { loadConfig, LunaError, type Config } from '@luna/runtime';
import {
  destroyDataKeys,
  organizationOf,
  PLATFORM,
  renewDataKey,
  rotateMasterKey,
} from '@luna/vault';
import { Command } from 'commander';
import { readMasterKey } from '../keys/read-master-key.ts';
import { loginUrl } from '../login-url.ts';

type Rotate = { keyFile?: string; newKeyFile?: string; dataKey?: string; json: boolean };
type Destroy = { confirm?: string; json: boolean };

/** `luna keys`: changes the keys of what is sealed at rest. */
export function keysVerb(): Command {
  return new Command('keys')
    .summary('change or destroy the keys of what is sealed at rest')
    .description(
      'Needs KEYS_DATABASE_URL (role luna_keys), or the secrets `npm start` keeps. Each command may be killed\n' +
        'anywhere and run again.',
    )
    .addCommand(rotateVerb())
    .addCommand(destroyVerb());
}

function rotateVerb(): Command {
  return new Command('rotate')
    .summary('wrap all data keys with a new master key, or give one owner a new data key')
    .description(
      'Without --data-key: wraps every data key with the key in NEW_MASTER_KEY_HEX or --new-key-file instead of\n' +
        'the one in MASTER_KEY_HEX or --key-file, all or none. Give the api the new key at once, and run it again.\n' +
        'With --data-key: makes a new data key for that organisation, seals its values anew and destroys the old\n' +
        'key. Takes two minutes at least, until no running process uses the old one.',
    )
    .option('--data-key <org>', 'UUID or code of an organisation, or `platform`')
    .option('--key-file <file>', 'file of the present master key, instead of MASTER_KEY_HEX')
    .option('--new-key-file <file>', 'file of the new master key, instead of NEW_MASTER_KEY_HEX')
    .option('--json', 'print the result as JSON', false)
    .action(rotate);
}

function destroyVerb(): Command {
  return new Command('destroy')
    .summary('destroy the data key of an organisation: what it sealed is unreadable for ever')
    .argument('<org>', 'UUID or code of the organisation')
    .option('--confirm <org>', 'the same again; nothing is destroyed without it')
    .option('--json', 'print the result as JSON', false)
    .action(destroy);
}

function rotate(options: Rotate): Promise<void> {
  return withKeys(async (database, config) => {
    const master = readMasterKey(config, 'MASTER_KEY_HEX', options.keyFile);
    if (options.dataKey === undefined) {
      const to = readMasterKey(config, 'NEW_MASTER_KEY_HEX', options.newKeyFile);
      const { rewrapped, already } = await rotateMasterKey(database, { from: master, to });
      print(
        options,
        { rewrapped, already, masterKey: to.id },
        `Wrapped ${rewrapped} data keys with master key ${to.id}; ${already} were already.`,
      );
      return;
    }
    const owner =
      options.dataKey === PLATFORM ? PLATFORM : await organizationOf(database, options.dataKey);
    const { keyId, resealed } = await renewDataKey(database, {
      owner,
      master,
      progress: (step, count) => process.stderr.write(`${step}; ${count} values sealed anew\n`),
    });
    print(
      options,
      { owner, dataKey: keyId, resealed },
      `Sealed ${resealed} values anew with data key ${keyId}; the old one is destroyed.`,
    );
  });
}

function destroy(ref: string, options: Destroy): Promise<void> {
  if (options.confirm !== ref) {
    throw new LunaError(
      'CONFIRMATION_MISSING',
      `This makes everything sealed for ${ref} unreadable for ever. If that is meant, add --confirm ${ref}.`,
    );
  }
  return withKeys(async (database) => {
    const owner = await organizationOf(database, ref);
    const destroyed = await destroyDataKeys(database, owner);
    print(options, { owner, destroyed }, `Destroyed ${destroyed} data keys of ${owner}.`);
  });
}

async function withKeys(body: (database: Database, config: Config) => Promise<void>) {
  const config = loadConfig();
  const url = loginUrl(config, 'KEYS_DATABASE_URL');
  const database = await connect({ url, poolSize: 1, applicationName: 'luna keys' });
  try {
    await body(database, config);
  } finally {
    await database.close();
  }
}

function print({ json }: { json: boolean }, result: object, words: string): void {
  process.stdout.write(`${json ? JSON.stringify(result) : words}\n`);
}
