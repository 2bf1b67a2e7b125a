export { LabelsModule } from './labels.module.ts';
