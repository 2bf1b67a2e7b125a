import { join, resolve } from 'node:path';

/** Every file and folder that this product keeps in `$LUNA_HOME`; absolute. */
export interface Paths {
  home: string;
  /** JSON `{ url, key }` (0600): the bootstrap key that guards writes, read by `luna`. */
  key: string;
  /** Trust roots of the verifier: chain id, first PassportLog, origin, log keys. */
  trust: string;
  /** 0700. */
  secrets: string;
  /** Ed25519 seed of the log, 64 hex characters (0600). */
  logKey: string;
  /** secp256k1 key of the anchorer, 0x-hex (0600). */
  anchorerKey: string;
  /** Wraps the keys of what is sealed at rest, 64 hex characters (0600). */
  masterKey: string;
  /** Sign-in of the first platform admin, made by `npm start` (0600). */
  admin: string;
  /** Passwords of the embedded PostgreSQL (0600). */
  postgresSecrets: string;
  /** Settings of the local stack, written by `npm start` and read by `loadConfig` (0600). */
  localConfig: string;
  postgres: string;
  ipfs: string;
  /** Restricted documents, by digest. */
  documents: string;
  /** Mail that was not sent because there is no SMTP_URL. */
  mail: string;
  /** State and contract addresses of the development chain. */
  chain: string;
  chainState: string;
  /** The last signed checkpoint, kept outside Postgres. */
  signedMark: string;
  /** Pid files of the running stack. */
  run: string;
  indexerReady: string;
  logs: string;
}

/** The layout below one `$LUNA_HOME`; a relative home is taken from the working directory. */
export function paths(home: string): Paths {
  const root = resolve(home);
  const at = (...parts: string[]) => join(root, ...parts);
  return {
    home: root,
    key: at('key'),
    trust: at('trust.json'),
    secrets: at('secrets'),
    logKey: at('secrets', 'log.key'),
    anchorerKey: at('secrets', 'anchorer.key'),
    masterKey: at('secrets', 'master.key'),
    admin: at('secrets', 'admin.json'),
    postgresSecrets: at('secrets', 'postgres.json'),
    localConfig: at('secrets', 'config.json'),
    postgres: at('postgres'),
    ipfs: at('ipfs'),
    documents: at('documents'),
    mail: at('mail'),
    chain: at('chain'),
    chainState: at('chain', 'state.json'),
    signedMark: at('signed.json'),
    run: at('run'),
    indexerReady: at('run', 'indexer.ready'),
    logs: at('logs'),
  };
}
