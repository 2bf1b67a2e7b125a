import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const markSchema = z.object({ size: z.int(), root: z.string() });

/** The last checkpoint the signer of this machine remembers, where there is one. */
export function readSignedMark(path: string): { size: number; root: string } | undefined {
  return existsSync(path) ? markSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
}
