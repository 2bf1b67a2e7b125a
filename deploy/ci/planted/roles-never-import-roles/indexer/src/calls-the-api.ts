import { answer } from '../../api/src/index.ts';

export const asked = answer;
