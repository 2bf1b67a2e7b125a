import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder with these files, by name; `remove()` takes it away. */
export function writeFiles(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = mkdtempSync(join(tmpdir(), 'luna-cli-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return {
    folder,
    path: (name: string) => join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A small data set of two machines, in the form of the large one. */
export const MACHINES = {
  'PdM_machines.csv': 'machineID,model,age\r\n1,model3,18\r\n2,model4,0\r\n',
  'PdM_errors.csv':
    'datetime,machineID,errorID\n2015-01-05 06:00:00,1,error1\n2015-01-03 07:00:00,2,error2\n',
  'PdM_failures.csv': 'datetime,machineID,failure\n2015-01-05 06:00:00,1,comp4\n',
  'PdM_maint.csv':
    'datetime,machineID,comp\n2014-06-01 06:00:00,1,comp2\n2015-01-05 06:00:00,1,comp4\n',
};
