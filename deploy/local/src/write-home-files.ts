import { writeFileSync } from 'node:fs';

import type { Paths } from '@luna/runtime';

import type { PageConfig } from './gateway/page-config.ts';
import { writeBootstrapKey } from './secrets/bootstrap-key.ts';
import { writePrivateFile } from './secrets/private-file.ts';

/** What `luna` finds in the folder: address and key of the api, trust roots, settings of this start. */
export function writeHomeFiles(
  paths: Paths,
  { url, trust, settings }: { url: string; trust: PageConfig['trust']; settings: object },
): void {
  writeBootstrapKey(paths.key, url);
  writeFileSync(paths.trust, `${JSON.stringify(trust, null, 2)}\n`);
  writePrivateFile(paths.localConfig, `${JSON.stringify(settings, null, 2)}\n`);
}
