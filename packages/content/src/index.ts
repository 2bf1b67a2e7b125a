export type { ContentStore } from './content-store.ts';
export { type ContentConfig, contentConfig, createContentStore } from './create-content-store.ts';
export * from './manifest/index.ts';
export { readFile } from './read-file.ts';
export { type GatewayOptions, readFromGateways } from './read-from-gateways.ts';
