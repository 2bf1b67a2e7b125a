export { PassportsModule } from './passports.module.ts';
export { passportByKeys, type DeviceKeys } from './data/passport-by-keys.ts';
export { passportRef } from './data/passport-ref.ts';
export { type EventSource } from './data/read-events.ts';
export { passportsByRef, readPassport } from './data/read-passports.ts';
export { appendToPassport } from './use/append-to-passport.ts';
export { Readers } from './use/readers.ts';
export { recordAct } from './use/record-act.ts';
