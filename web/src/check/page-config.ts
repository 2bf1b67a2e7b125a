import { parseTrust, type Trust } from '@luna/evidence';
import * as z from 'zod/mini';
import { CheckProblem } from './problem.ts';

/** What `/config.json` says, every address made absolute. */
export type PageConfig = { trust: Trust; rpcUrls: readonly string[]; apiUrl: string };

const schema = z.object({
  trust: z.unknown(),
  rpcUrls: z.array(z.string().check(z.minLength(1))),
  apiUrl: z.string(),
});

/** Reads the page's configuration; addresses are relative to `origin`. */
export function parsePageConfig(value: unknown, origin: string): PageConfig {
  try {
    const { trust, rpcUrls, apiUrl } = schema.parse(value);
    const absolute = (url: string): string => new URL(url, origin).href;
    return {
      trust: parseTrust(trust),
      rpcUrls: rpcUrls.map(absolute),
      apiUrl: absolute(apiUrl),
    };
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    throw new CheckProblem('CONFIGURATION_UNUSABLE', detail, { cause: error });
  }
}
