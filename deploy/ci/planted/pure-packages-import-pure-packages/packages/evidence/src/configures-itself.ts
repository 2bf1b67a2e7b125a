import { configuration } from '../../runtime/src/index.ts';

export const limit = configuration;
