import { writeFileSync } from 'node:fs';
import { connectApi, getEvidence } from '@luna/api-client';
import { encodeEvidence, parseEvidence } from '@luna/evidence';
import { parseCode } from '@luna/passport';
import { loadConfig, LunaError } from '@luna/runtime';
import { Command } from 'commander';
import { call } from '../api/call.ts';
import { readConnection } from '../api/connection.ts';

type Options = { output?: string; public: boolean };

/** `luna evidence <code>`: the file that proves a device's history. */
export function evidenceVerb(): Command {
  return new Command('evidence')
    .summary('fetch the file that proves a device’s history')
    .description(
      'Fetches the evidence of a passport: everything `luna verify` needs, without any server of ours. ' +
        'It holds every payload the key may see; with --public what anybody may see, and nothing more. ' +
        'Without -o it goes to standard output, and nothing else does.',
    )
    .argument('<code>', 'passport code, such as DP-MED-2601-PF-CN-000001-0A')
    .option('-o, --output <file>', 'write to this file')
    .option('--public', 'leave restricted payloads out, to pass the file on to strangers', false)
    .action(run);
}

async function run(code: string, options: Options): Promise<void> {
  parseCode(code);
  const { url, key } = readConnection(loadConfig());
  // Without the key the api answers as it answers anybody.
  const client = connectApi(url, options.public ? undefined : key);
  const answer = await call(url, getEvidence({ client, path: { id: code } }));
  // Parsed before it is passed on: a file that `luna verify` would refuse is no evidence.
  const evidence = parseEvidence(new TextEncoder().encode(JSON.stringify(answer)));
  const bytes = Buffer.concat([encodeEvidence(evidence), Buffer.from('\n')]);
  if (options.output === undefined) {
    process.stdout.write(bytes);
    return;
  }
  write(options.output, bytes);
  const pending = evidence.pending?.length ?? 0;
  const time = new Date(evidence.anchor.time * 1000).toISOString();
  const newer = pending > 0 ? `, ${pending} newer not anchored yet` : '';
  process.stderr.write(
    `${options.output}: ${evidence.entries.length} entries, anchored at ${time}${newer}\n`,
  );
}

function write(file: string, bytes: Uint8Array): void {
  try {
    writeFileSync(file, bytes);
  } catch (cause) {
    throw new LunaError('FILE_UNWRITABLE', `${file} cannot be written: is the path right?`, {
      cause,
    });
  }
}
