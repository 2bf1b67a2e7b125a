import { readFileSync } from 'node:fs';
import { jsonRpcReader, parseEvidence, verifyEvidence } from '@luna/evidence';
import { loadConfig, LunaError, systemClock } from '@luna/runtime';
import { Command, InvalidArgumentError } from 'commander';
import { verificationLines } from '../verify/print-verification.ts';
import { readTrust } from '../verify/read-trust.ts';

type Options = { rpc?: string[]; trust?: string; code?: string; json: boolean };

/** `luna verify <file>`: checks evidence against the chain, and against nothing of ours. */
export function verifyVerb(): Command {
  return new Command('verify')
    .summary('check an evidence file against the chain')
    .description(
      'Checks an evidence file. Asks the chain alone, no api and no database; what is trusted (chain, ' +
        'contract, origin, log keys) comes from --trust or $LUNA_HOME/trust.json, never from the file. ' +
        'Exit code: 0 for VERIFIED, 1 for any other verdict, 2 when nothing could be judged.',
    )
    .argument('<file>', 'evidence file')
    .option('--rpc <url>', 'JSON-RPC server of the chain; may be given several times', rpc)
    .option('--trust <file>', 'trust roots')
    .option('--code <code>', 'the passport this must be about')
    .option('--json', 'print the verification as JSON', false)
    .action(run);
}

async function run(file: string, options: Options): Promise<void> {
  process.exitCode = 2;
  const config = loadConfig();
  const trust = readTrust(options.trust, config.paths.trust);
  const evidence = parseEvidence(read(file));
  const urls = options.rpc ?? config.RPC_URLS ?? [];
  const verification = await verifyEvidence(evidence, {
    code: options.code,
    trust,
    chain: urls.length === 0 ? null : jsonRpcReader(urls),
    now: systemClock.now(),
  });
  const text = options.json
    ? JSON.stringify(verification, null, 2)
    : verificationLines(verification).join('\n');
  process.stdout.write(`${text}\n`);
  process.exitCode = verification.verdict === 'VERIFIED' ? 0 : 1;
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new LunaError('FILE_UNREADABLE', `${file} cannot be read: is the path right?`, { cause });
  }
}

function rpc(text: string, before: string[] = []): string[] {
  if (!/^https?:\/\/\S+$/.test(text)) throw new InvalidArgumentError('Expected an http(s) URL.');
  return [...before, text];
}
