type Json = Readonly<Record<string, unknown>>;

const NULL = { type: 'string', nullable: true, enum: [null] };

/**
 * A schema whose `nullable` means something to who reads OpenAPI 3.0 by its letter: beside an `enum`
 * null has to stand in it, and without a `type` it says nothing (3.0.3, proposal 2019-10-31). Zod
 * leaves both out.
 */
export function sayNull(schema: Json): Json {
  const { nullable, ...rest } = mapped(schema);
  if (nullable !== true) return nullable === undefined ? rest : { ...rest, nullable };
  if (Array.isArray(rest['enum']) && !rest['enum'].includes(null)) {
    return { ...rest, nullable, enum: [...(rest['enum'] as unknown[]), null] };
  }
  const { allOf, ...others } = rest;
  return 'type' in rest || !Array.isArray(allOf)
    ? { ...rest, nullable }
    : { ...others, anyOf: [...(allOf as unknown[]), NULL] };
}

function mapped(schema: Json): Json {
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, deep(value)]));
}

function deep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deep);
  return isJson(value) ? sayNull(value) : value;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}
