import { auditDatabase, auditPublic, type AuditReport } from '@luna/audit';
import { contentConfig, createContentStore, readFromGateways } from '@luna/content';
import { connect } from '@luna/database';
import { loadConfig, required, type Config } from '@luna/runtime';
import { Command } from 'commander';
import { readAnchors } from '../audit/read-anchors.ts';
import { reportJson, reportLines } from '../audit/print-audit.ts';
import { readSignedMark } from '../audit/read-signed-mark.ts';
import { createProgress, type Progress } from '../import/progress.ts';
import { readTrust } from '../verify/read-trust.ts';

type Options = { url?: string; rpc?: string[]; gateway?: string[]; trust?: string; json: boolean };

const collect = (value: string, before: string[] = []) => [...before, value];

/** `luna audit`: recomputes everything; `--url` as a stranger, from public sources alone. */
export function auditVerb(): Command {
  return new Command('audit')
    .summary('recompute everything and name what is wrong, and where')
    .description(
      'Without --url: the operator’s audit. Reads the database (AUDIT_DATABASE_URL), the chain and IPFS, and\n' +
        'recomputes guards, events, payloads, leaves, tiles, checkpoints, anchors and manifests.\n' +
        'With --url: the stranger’s audit. Reads only URL/log, IPFS and the chain.\n' +
        'Exit code: 0 when nothing is wrong, 1 when something is, 2 when it could not be judged.',
    )
    .option('--url <url>', 'where the log is served, e.g. http://127.0.0.1:5173')
    .option('--rpc <url>', 'JSON-RPC server of the chain; may be given several times', collect)
    .option('--gateway <url>', 'IPFS gateway; may be given several times', collect)
    .option('--trust <file>', 'trust roots (default $LUNA_HOME/trust.json)')
    .option('--json', 'print the report as JSON', false)
    .action(run);
}

async function run(options: Options): Promise<void> {
  process.exitCode = 2;
  const config = loadConfig();
  const progress = createProgress();
  const report =
    options.url === undefined
      ? await auditAsOperator(config, options, progress)
      : await auditAsStranger(config, options, options.url, progress);
  progress.end();
  const text = options.json ? reportJson(report) : reportLines(report).join('\n');
  process.stdout.write(`${text}\n`);
  if (report.count > 0) process.exitCode = 1;
  else if (report.skipped.size === 0) process.exitCode = 0;
}

async function auditAsOperator(
  config: Config,
  options: Options,
  progress: Progress,
): Promise<AuditReport> {
  const trust = readTrust(options.trust, config.paths.trust);
  const database = await connect({
    url: required(config, 'AUDIT_DATABASE_URL'),
    poolSize: 1,
    applicationName: 'luna audit',
  });
  const store = await createContentStore(contentConfig(config));
  try {
    return await auditDatabase({
      database,
      trust,
      anchors: await readAnchors(trust, options.rpc ?? config.RPC_URLS, config.PASSPORT_LOG_BLOCK),
      read: (cid) => store.get(cid),
      signedMark: readSignedMark(config.paths.signedMark),
      progress: progress.show,
    });
  } finally {
    await store.close();
    await database.close();
  }
}

async function auditAsStranger(
  config: Config,
  options: Options,
  url: string,
  progress: Progress,
): Promise<AuditReport> {
  const trust = readTrust(options.trust, config.paths.trust);
  const gateways = options.gateway ?? [url];
  return auditPublic({
    url,
    trust,
    anchors: await readAnchors(trust, options.rpc ?? config.RPC_URLS, config.PASSPORT_LOG_BLOCK),
    read: (cid) => readFromGateways(gateways, cid),
    progress: progress.show,
  });
}
