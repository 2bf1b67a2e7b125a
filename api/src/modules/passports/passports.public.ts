export { PassportsModule } from './passports.module.ts';
export { passportRef } from './data/passport-ref.ts';
export { readPassport } from './data/read-passports.ts';
