export type { Author, Caller, From } from './caller.ts';
export { Allow, Anyone, CurrentCaller, OptionalCaller, SignedIn } from './current-caller.ts';
export { Credentials } from './http/credentials.ts';
export { Operator } from './operator.ts';
export { MEMBER_ROLES, ROLES, type MemberRole, type Role } from './rules/roles.ts';
export {
  PERMITTED,
  permissionsOf,
  type Permission,
  type Permitted,
  type Scope,
} from './rules/permissions.ts';
export { NO_ORGANIZATION } from './rules/token-claims.ts';
export { AccountNames, type AccountName } from './use/account-names.ts';
export { deleteExpired as deleteExpiredSignIns } from './data/delete-expired.ts';
export { ensureAdmin } from './use/ensure-admin.ts';
export { ensureKey } from './use/ensure-key.ts';
export { recordAct } from './use/record-act.ts';
export { Sessions } from './use/sessions.ts';
export { AuthModule } from './auth.module.ts';
