import type { Figure } from '../figure.ts';
import { anchorGasFigure } from './anchor-gas.ts';
import { appendFigure } from './append.ts';
import { bulkImportFigure } from './bulk-import.ts';
import { createPassportsFigure } from './create-passports.ts';
import { importFileFigure } from './import-file.ts';
import { importMachinesFigure } from './import-machines.ts';
import { inclusionProofFigure } from './inclusion-proof.ts';
import { latencyFigure } from './latency.ts';
import { listPassportsFigure } from './list-passports.ts';
import { memoryFigure } from './memory.ts';
import { scanFigure } from './scan.ts';
import { sealingFigure } from './sealing.ts';
import { verifyEvidenceFigure } from './verify-evidence.ts';

/** All figures, in the order in which they are measured. */
export const FIGURES: readonly Figure[] = [
  appendFigure,
  bulkImportFigure,
  importMachinesFigure,
  sealingFigure,
  latencyFigure,
  inclusionProofFigure,
  memoryFigure,
  verifyEvidenceFigure,
  anchorGasFigure,
  scanFigure,
  createPassportsFigure,
  listPassportsFigure,
  importFileFigure,
];
