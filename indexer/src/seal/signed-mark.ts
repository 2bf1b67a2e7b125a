import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LunaError } from '@luna/runtime';
import { z } from 'zod';

const markSchema = z.strictObject({
  origin: z.string(),
  size: z.int().nonnegative(),
  root: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The last checkpoint this signer has ever signed. Root in hex. */
export type SignedMark = z.output<typeof markSchema>;

/**
 * What was signed last, remembered outside Postgres: a restored database cannot make the signer
 * forget, so it never signs a second root for a size.
 */
export class SignedMarkFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * The mark, or undefined when nothing was ever signed.
   * @throws LunaError SIGNED_MARK_UNREADABLE rather than starting over from a damaged file
   */
  async read(): Promise<SignedMark | undefined> {
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      return markSchema.parse(JSON.parse(text));
    } catch (cause) {
      throw new LunaError(
        'SIGNED_MARK_UNREADABLE',
        'The record of the last signed checkpoint is damaged. Nothing is signed; restore the file from its copy.',
        { cause },
      );
    }
  }

  /**
   * Records what is about to be signed; on disk when it returns.
   * @throws LunaError SIGNED_BEFORE for a smaller size, or another root for the same size
   */
  async advance(mark: SignedMark): Promise<void> {
    const last = await this.read();
    if (last !== undefined) {
      const same = last.size === mark.size && last.root === mark.root;
      if (
        last.origin !== mark.origin ||
        last.size > mark.size ||
        (last.size === mark.size && !same)
      ) {
        throw new LunaError(
          'SIGNED_BEFORE',
          `A checkpoint of ${last.origin} at size ${last.size} was signed before; one of ${mark.origin} at size ${mark.size} is refused.`,
        );
      }
      if (same) return;
    }
    await mkdir(dirname(this.#path), { recursive: true });
    const next = `${this.#path}.next`;
    const file = await open(next, 'w', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(mark)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(next, this.#path);
    const folder = await open(dirname(this.#path), 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}
