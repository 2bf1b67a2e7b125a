import { database } from '../../packages/database/src/index.ts';

export const asked = database;
