export { createApi } from './create-api.ts';
export type { ApiParts } from './parts.ts';
export { generateOpenApi } from './openapi.ts';
