/** One field that a schema refuses; `field` is dotted, such as `items.3.data.part`. */
export type FieldError = { field: string; message: string };

/** A body, query or parameter that does not fit its schema. */
export class ValidationError extends Error {
  override readonly name = 'ValidationError';
  readonly code = 'VALIDATION_FAILED';
  readonly retryable = false;
  readonly fields: FieldError[];

  constructor(fields: FieldError[]) {
    const [first] = fields;
    super(
      first === undefined
        ? 'Validation failed'
        : `Validation failed: ${first.field === '' ? 'body' : first.field}: ${first.message}`,
    );
    this.fields = fields;
  }
}

type Issue = {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
};

/** The error for the issues of a Standard Schema. */
export function validationError(issues: readonly Issue[]): ValidationError {
  return new ValidationError(
    issues.map(({ path = [], message }) => ({
      field: path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
      message,
    })),
  );
}
