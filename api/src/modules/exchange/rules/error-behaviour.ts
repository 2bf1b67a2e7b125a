/** What a refused event does to the others of its document (EPCIS 2.0, section 12.6). */
export const ERROR_BEHAVIOURS = ['rollback', 'proceed'] as const;
export type ErrorBehaviour = (typeof ERROR_BEHAVIOURS)[number];
