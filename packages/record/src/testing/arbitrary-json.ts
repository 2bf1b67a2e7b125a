import fc from 'fast-check';

/** Well-formed text of any script, without NUL. */
export const arbitraryText = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', ''));

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    arbitraryText,
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(fc.oneof(arbitraryText, fc.constant('__proto__')), tie('value'), {
      maxKeys: 6,
      noNullPrototype: true,
    }),
  ),
}));

/** Any JSON value that strict JSON text can say. */
export const arbitraryJson = value;
