export { append, type AppendedEvent, type NewEvent } from './append.ts';
export { connect, Database, type ConnectOptions, type Context } from './database.ts';
export { constraintOf, isTransient, toDomainError } from './errors.ts';
export { guardDamage, guardListing } from './guards.ts';
export { logEntries } from './log-entries.ts';
export { logTiles } from './log-tiles.ts';
export { migrate, newPasswords, revertAll, type MigrateOptions } from './migrate.ts';
export { ROLE_NAMES, urlForRole, type RoleName } from './roles.ts';
export { bigint, bytea, Tx, type Row } from './tx.ts';
