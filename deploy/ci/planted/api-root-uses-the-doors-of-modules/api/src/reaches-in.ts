import { rule } from './modules/passports/rules/rule.ts';

export const reached = rule;
