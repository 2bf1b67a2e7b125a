/** One GS1 element string: an Application Identifier such as `21` and its value, not escaped. */
export type ElementString = { ai: string; value: string };

/** An element string and where it came from, for `DigitalLinkError.position`. */
export type LocatedElement = ElementString & { position: number };
