import { nothing } from './nowhere.js';

export const got = nothing;
