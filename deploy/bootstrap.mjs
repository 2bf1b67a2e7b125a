/**
 * node deploy/bootstrap.mjs FILE.ts [ARGS…]
 *
 * The only file that must run on the Node.js a machine happens to have (20.19 or newer): it
 * installs what is missing, then runs FILE.ts under the project's own Node 24, passing signals and
 * the exit code through. It prints on standard error alone: standard output belongs to FILE.ts.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = resolve(root, 'node_modules');
const stampFile = resolve(modules, '.luna-installed');
const lockFile = resolve(modules, '.luna-installing');
const node = resolve(modules, 'node', 'bin', 'node');
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const [file, ...args] = process.argv.slice(2);
if (file === undefined) fail('usage: node deploy/bootstrap.mjs FILE.ts [ARGS…]');
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Luna Passport needs Node.js 20.19 or newer to start; this is ${process.version}.`);
}

await install();
run();

/** Installs when the lockfile is not the one that was installed last, one process at a time. */
async function install() {
  const wanted = createHash('sha256')
    .update(`${process.platform}-${process.arch}\n`)
    .update(readFileSync(resolve(root, 'package-lock.json')))
    .digest('hex');
  const installed = () => read(stampFile) === wanted;
  if (installed()) return;
  mkdirSync(modules, { recursive: true });
  for (let waiting = false; !takeLock(); waiting = true) {
    if (!waiting) say('Another process is installing the dependencies; waiting for it …');
    await sleep(500);
    if (installed()) return;
  }
  try {
    if (installed()) return;
    await npmInstall();
    writeFileSync(stampFile, wanted);
  } finally {
    rmSync(lockFile, { force: true });
  }
}

/** True when we hold the lock now; a lock of a process that has ended is taken over. */
function takeLock() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const holder = Number(read(lockFile) || 0);
    if (holder > 0 && !alive(holder)) rmSync(lockFile, { force: true });
    return false;
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Installs under Node 24, or npm leaves out native parts that older versions cannot load. Not
 * `npm ci`: a lockfile made behind a registry mirror may miss other platforms' binaries.
 */
async function npmInstall() {
  const began = Date.now();
  const seconds = () => `${((Date.now() - began) / 1000).toFixed(0)} s`;
  say('Installing dependencies (once; a few minutes without a cache) …');
  const arguments_ = ['exec', '--yes', '--package=node@24', '--'];
  arguments_.push('npm', 'install', '--no-save', '--no-audit', '--no-fund', '--loglevel=http');
  const npm = spawn('npm', arguments_, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let fetched = 0;
  const lines = [];
  const take = (chunk) => {
    const text = String(chunk);
    fetched += text.match(/npm http fetch GET 200 \S+\.tgz/g)?.length ?? 0;
    lines.push(...text.split('\n').filter((line) => line !== '' && !line.includes('npm http')));
    lines.splice(0, lines.length - 30);
  };
  npm.stdout.on('data', take);
  npm.stderr.on('data', take);
  const terminal = process.stderr.isTTY;
  const show = () => {
    const text = `  ${fetched} packages fetched, ${seconds()}`;
    process.stderr.write(terminal ? `\r${text}\x1b[K` : `${text}\n`);
  };
  const timer = setInterval(show, terminal ? 1_000 : 15_000);
  const stop = (signal) => npm.kill(signal);
  for (const signal of SIGNALS) process.on(signal, stop);
  const code = await new Promise((done) => {
    npm.once('error', (error) => {
      lines.push(error.message);
      done(1);
    });
    npm.once('exit', (exitCode) => done(exitCode ?? 1));
  });
  for (const signal of SIGNALS) process.off(signal, stop);
  clearInterval(timer);
  if (terminal) process.stderr.write('\r\x1b[K');
  if (code !== 0) {
    rmSync(lockFile, { force: true });
    fail(`${lines.join('\n')}\nThe dependencies could not be installed (npm ended with ${code}).`);
  }
  say(`Dependencies installed in ${seconds()}.`);
}

/**
 * Node cannot replace itself on all versions we start on, so we wait and mirror. Both we and the
 * child get the terminal's Ctrl-C; passing it on as well covers `kill` aimed at us alone.
 */
function run() {
  const loader = pathToFileURL(resolve(modules, '@oxc-node', 'core', 'register.mjs')).href;
  const child = spawn(node, ['--import', loader, resolve(root, file), ...args], {
    stdio: 'inherit',
    env: { ...process.env, OXC_TSCONFIG_PATH: resolve(root, 'tsconfig.json') },
  });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    rmSync(stampFile, { force: true });
    fail(`${node} cannot be run (${error.message}); run the command again to reinstall it.`);
  });
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    for (const name of SIGNALS) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(1);
}
