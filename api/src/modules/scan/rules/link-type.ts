/** The link type a query asks for, if any; its name is written in many ways, though the standard has one. */
export function requestedLinkType(query: Iterable<readonly [string, string]>): string | undefined {
  for (const [name, value] of query) if (name.toLowerCase() === 'linktype') return value;
  return undefined;
}

/** Whether the linkset itself is wanted; `all` is what it was called before 2024. */
export function isLinksetType(linkType: string | undefined): boolean {
  return linkType === 'linkset' || linkType === 'all';
}
