import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { renderAddresses } from './addresses.ts';
import { compileContracts } from './compile.ts';
import { renderContract } from './render.ts';

const generated = new URL('../../packages/contracts-abi/src/generated/', import.meta.url);

async function renderAll(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const contract of await compileContracts()) {
    for (const [name, text] of renderContract(contract)) files.set(name, text);
  }
  return files.set('addresses.ts', await renderAddresses());
}

async function committed(): Promise<Map<string, string>> {
  await mkdir(generated, { recursive: true });
  const names = await readdir(generated);
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(new URL(name, generated), 'utf8')] as const),
    ),
  );
}

function differences(wanted: Map<string, string>, found: Map<string, string>): string[] {
  return [...new Set([...wanted.keys(), ...found.keys()])].filter(
    (name) => wanted.get(name) !== found.get(name),
  );
}

/** Names of the files in `contracts-abi/src/generated` that differ from what the contracts say now. */
export async function staleContractsAbi(): Promise<string[]> {
  return differences(await renderAll(), await committed());
}

/** Compiles the contracts and rewrites `contracts-abi/src/generated`; returns the files that changed. */
export async function generateContractsAbi(): Promise<string[]> {
  const wanted = await renderAll();
  const stale = differences(wanted, await committed());
  for (const name of stale) {
    const text = wanted.get(name);
    if (text === undefined) await rm(new URL(name, generated));
    else await writeFile(new URL(name, generated), text);
  }
  return stale;
}
