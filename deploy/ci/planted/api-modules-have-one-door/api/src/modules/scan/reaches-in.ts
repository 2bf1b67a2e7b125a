import { rule } from '../passports/rules/rule.ts';

export const reached = rule;
