import { LunaError } from '@luna/runtime';
import { z } from 'zod';

/** What the generated client comes back with. */
type Result<Body> = {
  data?: Body | undefined;
  error?: unknown;
  response?: Response | undefined;
};

const refusal = z.object({
  code: z.string(),
  message: z.string(),
  retryable: z.boolean().default(false),
  details: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

/** The `data` of an answer; throws as {@link answer} does. */
export async function call<T>(url: string, result: Promise<Result<{ data: T }>>): Promise<T> {
  return (await answer(url, result)).data;
}

/**
 * A whole answer.
 * @throws LunaError with the api's own code and message; API_UNREACHABLE naming the address
 */
export async function answer<Body>(url: string, result: Promise<Result<Body>>): Promise<Body> {
  const { data, error, response } = await result;
  if (data !== undefined) return data;
  if (response === undefined) throw unreachable(url, error);
  const refused = refusal.safeParse(error);
  if (!refused.success) {
    throw new LunaError(
      'API_ANSWER_UNKNOWN',
      `${url} answered ${response.status} and not as Luna Passport does. Is LUNA_URL right?`,
    );
  }
  const { code, message, retryable, details } = refused.data;
  throw new LunaError(code, message, { retryable, ...(details ? { details } : {}) });
}

function unreachable(url: string, cause: unknown): LunaError {
  const reason = z
    .object({ cause: z.object({ code: z.string() }) })
    .transform((error) => ` (${error.cause.code})`)
    .catch('')
    .parse(cause);
  return new LunaError(
    'API_UNREACHABLE',
    `The api does not answer at ${url}${reason}. Start it with npm start, or set LUNA_URL to where it is.`,
    { retryable: true, cause },
  );
}
