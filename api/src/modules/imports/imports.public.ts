export { ImportsModule } from './imports.module.ts';
export { startImports } from './use/work-imports.ts';
