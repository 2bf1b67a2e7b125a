import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { connectApi } from '@luna/api-client';
import { readMachines, runImport } from '@luna/luna';

import { NotMeasurable } from '../figure.ts';
import type { Roles } from './roles.ts';

const FOLDER = fileURLToPath(new URL('../../../../../shared/data/machines/', import.meta.url));

export type MachinesImport = {
  /** Seconds from the answer that brought the last passport to the answer to the last event. */
  eventSeconds: number;
  events: number;
  codes: string[];
};

/**
 * Imports the hundred machines and their events through the api, as `luna import` does.
 * @throws NotMeasurable where ../shared/data is not there
 */
export async function importMachines({ api }: Roles): Promise<MachinesImport> {
  if (!existsSync(FOLDER)) throw new NotMeasurable('needs ../shared/data/machines');
  const plan = readMachines(FOLDER, { company: 'MSF', productType: 'IP', origin: 'US' });
  let passportsAt = 0;
  let eventsAt = 0;
  const importer = {
    client: connectApi(api.url, api.key),
    url: api.url,
    onProgress: (what: string) => {
      if (what === 'passports') passportsAt = performance.now();
      if (what === 'events') eventsAt = performance.now();
    },
  };
  const report = await runImport(importer, plan, { dryRun: false, allOrNothing: false });
  if (report.events.written !== plan.events.length) {
    throw new Error(`${report.events.written} of ${plan.events.length} events were written`);
  }
  const eventSeconds = (eventsAt - passportsAt) / 1000;
  return { eventSeconds, events: plan.events.length, codes: [...report.newest.keys()] };
}
