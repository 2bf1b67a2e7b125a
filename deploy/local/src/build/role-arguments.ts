/**
 * Stack traces in the lines of our TypeScript. Not `--enable-source-maps`, which keeps the maps of every
 * package in memory as well, 40 MB of the api's heap.
 */
const SOURCE_MAPS =
  '--import=data:text/javascript,import{setSourceMapsSupport}from"node:module";setSourceMapsSupport(true)';

/**
 * How Node runs a role, in MB. It lets its young generation grow to 128 MB otherwise, which bulk writes
 * then fill; what 8 MB cost in speed does not show in the figure `scan` (deploy/bench).
 */
export const ROLE_ARGUMENTS = [
  '--max-semi-space-size=8',
  '--max-old-space-size=512',
  SOURCE_MAPS,
] as const;
