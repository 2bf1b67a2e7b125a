import { inner } from '../../database/src/inner.ts';

export const reached = inner;
