import { StandardSchemaValidationPipe } from '@nestjs/common';
import { ValidationError, validationError } from './validation-error.ts';

/**
 * Validates bodies, queries and parameters with their schemas, and answers what does not fit in our
 * shape. Nest drops fields named `__proto__` without a word; here they are refused like any other
 * field nobody knows, because what is written is hashed as the caller sent it.
 */
export class StrictValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: validationError });
  }

  protected override stripProtoKeys(value: unknown): void {
    if (!hasProtoKey(value)) return;
    throw new ValidationError([{ field: '', message: 'Unrecognized key: "__proto__"' }]);
  }
}

/** Bodies are at most 64 deep: `parseStrictJson` saw to that. */
function hasProtoKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(hasProtoKey);
}
