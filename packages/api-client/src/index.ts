export { connectApi, type ApiClient } from './connect-api.ts';
export * from './generated/sdk.gen.ts';
export type * from './generated/types.gen.ts';
