import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../../../', import.meta.url));

/** Answers every path with what it was asked and by whom; ends when told to. */
const API = `
import { createServer } from 'node:http';
import { loadConfig } from '@luna/runtime';
const config = loadConfig();
const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.setHeader('x-frame-options', 'SAMEORIGIN');
  response.end(JSON.stringify({ path: request.url, for: request.headers['x-forwarded-for'] }));
});
server.listen(config.API_PORT, config.HOST);
process.on('SIGTERM', () => process.exit(0));
`;

/** Says that it is ready, and what it would anchor to. */
const INDEXER = `
import { writeFileSync } from 'node:fs';
import { loadConfig, required } from '@luna/runtime';
const config = loadConfig();
required(config, 'INDEXER_DATABASE_URL');
console.log('anchors to', required(config, 'PASSPORT_LOG'));
writeFileSync(config.paths.indexerReady, '');
setInterval(() => {}, 1000);
`;

/** A repository whose api and indexer are stubs; everything else is ours. */
export function makeStubRoot(): string {
  const root = mkdtempSync(join(tmpdir(), 'luna-root-'));
  for (const linked of ['node_modules', 'packages']) {
    symlinkSync(join(repository, linked), join(root, linked));
  }
  for (const copied of ['package-lock.json', 'tsconfig.json']) {
    cpSync(join(repository, copied), join(root, copied));
  }
  mkdirSync(join(root, 'contracts/ignition'), { recursive: true });
  symlinkSync(
    join(repository, 'contracts/ignition/parameters'),
    join(root, 'contracts/ignition/parameters'),
  );
  for (const [role, text] of Object.entries({ api: API, indexer: INDEXER })) {
    mkdirSync(join(root, role, 'src'), { recursive: true });
    writeFileSync(join(root, role, 'src/main.ts'), text);
  }
  return root;
}
