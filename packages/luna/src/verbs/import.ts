import { statSync } from 'node:fs';
import { connectApi } from '@luna/api-client';
import { isProductType, ORIGINS, PRODUCT_TYPES } from '@luna/passport';
import { loadConfig, LunaError } from '@luna/runtime';
import { Command, InvalidArgumentError } from 'commander';
import { readConnection } from '../api/connection.ts';
import { readDevicesCsv } from '../import/devices-csv.ts';
import { holdsMachines, readMachines } from '../import/machines.ts';
import type { Plan } from '../import/plan.ts';
import { createProgress } from '../import/progress.ts';
import { printReport } from '../import/print-report.ts';
import { runImport } from '../import/run-import.ts';
import { waitUntilAnchored } from '../import/wait-until-anchored.ts';

type Options = {
  company?: string;
  type?: keyof typeof PRODUCT_TYPES;
  origin?: string;
  dryRun: boolean;
  allOrNothing: boolean;
  wait: boolean;
  json: boolean;
};

/** `luna import <path>`: passports and their histories from a file. */
export function importVerb(): Command {
  return new Command('import')
    .summary('import devices, and their histories, from a file')
    .description(
      'Imports a CSV file of devices (columns manufacturer, model, serialNumber; company, productType, ' +
        'origin or the options; manufacturedAt, name, status, reason, previousHistory), or the folder of ' +
        'the predictive-maintenance data set. Waits until everything is anchored. Running it again adds ' +
        'nothing.',
    )
    .argument('<path>', 'a .csv file, or the data set’s folder')
    .option('--company <code>', 'three letters of the company; MSF for the data set', company)
    .option('--type <type>', `product type: ${Object.keys(PRODUCT_TYPES).join(', ')}`, productType)
    .option('--origin <country>', 'country of origin, ISO 3166-1 alpha-2', origin)
    .option('--dry-run', 'judge every row, write nothing', false)
    .option('--all-or-nothing', 'one bad row refuses the whole file', false)
    .option('--no-wait', 'do not wait for the anchor')
    .option('--json', 'print the result as JSON', false)
    .action(run);
}

async function run(path: string, options: Options): Promise<void> {
  const plan = readPlan(path, options);
  const { url, key } = readConnection(loadConfig());
  const client = connectApi(url, key);
  const progress = createProgress();
  const onProgress = progress.show;
  const { dryRun, allOrNothing, wait, json } = options;
  try {
    const importer = { client, url, onProgress };
    const report = await runImport(importer, plan, { dryRun, allOrNothing });
    const anchored =
      wait && report.newest.size > 0
        ? await waitUntilAnchored({ client, url, onProgress, newest: report.newest })
        : null;
    progress.end();
    printReport({ ...report, dryRun, anchored }, json);
    if (report.problems.length > 0) process.exitCode = 1;
  } finally {
    progress.end();
  }
}

function readPlan(path: string, options: Options): Plan {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    throw new LunaError('FILE_UNREADABLE', `There is no ${path}: is the path right?`);
  }
  const { company, type, origin } = options;
  if (found.isDirectory()) {
    if (!holdsMachines(path)) {
      throw new LunaError(
        'FOLDER_UNKNOWN',
        `${path} is not the data set (no PdM_machines.csv in it). Give a .csv file instead.`,
      );
    }
    return readMachines(path, {
      company: company ?? 'MSF',
      productType: type ?? 'IP',
      origin: origin ?? 'US',
    });
  }
  return readDevicesCsv(path, {
    ...(company === undefined ? {} : { company }),
    ...(type === undefined ? {} : { productType: type }),
    ...(origin === undefined ? {} : { origin }),
  });
}

function company(text: string): string {
  if (/^[A-Z]{3}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected three capital letters.');
}

function productType(text: string): keyof typeof PRODUCT_TYPES {
  if (isProductType(text)) return text;
  throw new InvalidArgumentError(`Expected one of ${Object.keys(PRODUCT_TYPES).join(', ')}.`);
}

function origin(text: string): string {
  if (ORIGINS.has(text)) return text;
  throw new InvalidArgumentError('Expected an ISO 3166-1 alpha-2 country code, such as US.');
}
