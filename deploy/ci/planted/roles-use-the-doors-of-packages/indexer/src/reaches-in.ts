import { inner } from '../../packages/database/src/inner.ts';

export const reached = inner;
