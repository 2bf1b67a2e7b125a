/** What JSON text can say. */
export type JsonValue =
  null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** Arrays and objects may be nested this deep; the outermost one counts as 1. */
export const JSON_DEPTH_LIMIT = 64;
