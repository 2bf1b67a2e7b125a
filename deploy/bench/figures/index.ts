import type { Figure } from '../figure.ts';
import { appendFigure } from './append.ts';

/** All figures, in the order in which they are measured. */
export const FIGURES: readonly Figure[] = [appendFigure];
