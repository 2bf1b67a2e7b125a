import { z } from 'zod';

/** What a call of `@luna/api-client` comes back with. */
type Result<Body> = {
  data?: Body | undefined;
  error?: unknown;
  response?: Response | undefined;
};

/** The whole body of a success; a refusal fails the test with all it says. */
export async function answered<Body>(result: Promise<Result<Body>>): Promise<Body> {
  const { data, error, response } = await result;
  if (data !== undefined) return data;
  throw error instanceof Error
    ? error
    : new Error(`refused with ${response?.status ?? 'nothing'}: ${JSON.stringify(error)}`);
}

/** The `data` of a success. */
export async function got<T>(result: Promise<Result<{ data: T }>>): Promise<T> {
  return (await answered(result)).data;
}

const refusal = z.object({ statusCode: z.int(), code: z.string() });

/** Status and stable code of a refusal; anything else fails the test. */
export async function refused(
  result: Promise<Result<unknown>>,
): Promise<[status: number, code: string]> {
  const { error } = await result;
  if (error instanceof Error) throw error;
  const { statusCode, code } = refusal.parse(error);
  return [statusCode, code];
}
