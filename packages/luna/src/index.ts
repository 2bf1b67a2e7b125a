export { readMachines, type CodeOptions } from './import/machines.ts';
export type { Plan } from './import/plan.ts';
export type { ImportReport } from './import/import-report.ts';
export { runImport } from './import/run-import.ts';
