/** Roles in the AccessManager. 0 is OpenZeppelin's administrator, who also grants and revokes the others. */
export const ADMIN = 0n;
/** May `freeze`, at once. */
export const GUARDIAN = 1n;
/** May `confirm`, at once. */
export const WATCHER = 2n;
/** May `pause`, at once. Guardian and watcher hold it beside their own, because the manager gives a call to one role. */
export const PAUSER = 3n;
