export type { Caller } from './caller.ts';
export { CurrentCaller, OptionalCaller, Read, Write } from './current-caller.ts';
export { KeyGuard } from './key-guard.ts';
export { Operator } from './operator.ts';
export { AuthModule } from './auth.module.ts';
