/** On whose behalf a request acts. */
export type Caller = { organizationId: string; actorId: string };
