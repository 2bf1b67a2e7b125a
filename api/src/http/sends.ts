import { ApiOkResponse } from '@nestjs/swagger';

type Schema = { type: string; format?: string; example?: unknown };

export const BYTES: Schema = { type: 'string', format: 'binary' };
export const TEXT: Schema = { type: 'string' };

/** JSON whose form somebody else's specification says. */
export const jsonLike = (example: Readonly<Record<string, unknown>>): Schema => ({
  type: 'object',
  example,
});

/** The success of a route outside of the envelope: `schema` in this media type. */
export function Sends(mediaType: string, schema: Schema): MethodDecorator {
  return ApiOkResponse({ content: { [mediaType]: { schema } } });
}
