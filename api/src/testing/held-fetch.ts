import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { z } from 'zod';

const response = z.object({
  $ref: z.string().optional(),
  content: z.record(z.string(), z.unknown()).default({}),
});
const responses = z.record(z.string(), response);
const shape = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ responses }))),
  components: z.object({ responses }),
});
const refusal = z.object({ code: z.string() });

/** Answers that HTTP gives by itself: what the reader has already. */
const OF_HTTP = new Set([304]);

/** Schemas of a document, by JSON pointer. */
export function schemasOf(document: object): (...pointer: string[]) => ValidateFunction {
  const ajv = new Ajv({ strict: false, validateSchema: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ ...document, $id: 'openapi' });
  return (...pointer) => {
    const parts = pointer.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'));
    const validate = ajv.getSchema(`openapi#/${parts.map(encodeURIComponent).join('/')}`);
    if (validate === undefined) throw new Error(`no schema at ${pointer.join(' › ')}`);
    return validate;
  };
}

/**
 * `fetch` that holds every answer to the OpenAPI document: its operation and status are named there,
 * and a JSON body is what its schema says, stable code included. Throws where one of the two is wrong.
 */
export function heldFetch(document: OpenAPIObject): typeof fetch {
  const schemaAt = schemasOf(document);
  const { paths, components } = shape.parse(document);
  const routes = Object.entries(paths)
    .map(([path, methods]) => ({ path, methods, form: formOf(path) }))
    // `/auth/keys` is not `/auth/{id}`: what stands there literally comes first.
    .sort((a, b) => specificity(b.path) - specificity(a.path));

  function fault(method: string, { status, url, headers }: Response, text: string) {
    const { pathname } = new URL(url);
    const found = routes.find(({ form, methods }) => form.test(pathname) && method in methods);
    if (found === undefined) {
      const ours = pathname.startsWith('/api/v1/') && status < 400;
      return ours ? 'is of an operation that the OpenAPI document does not have.' : undefined;
    }
    const named = found.methods[method]?.responses[status];
    const shared = named?.$ref?.split('/').at(-1);
    const documented = (shared === undefined ? named : components.responses[shared])?.content;
    const code = refusal.safeParse(parsed(text)).data?.code ?? '';
    const advice = status >= 400 ? `: add '${code}' to @Refuses(…) of its route` : '';
    if (documented === undefined) return `the OpenAPI document does not name${advice}.`;
    const type = headers.get('content-type')?.split(';')[0] ?? '';
    if (text === '' && type === '') return undefined;
    if (!(type in documented)) {
      return '*/*' in documented
        ? undefined
        : `is ${type}, which the OpenAPI document does not name.`;
    }
    if (!type.includes('json')) return undefined;
    const place =
      shared === undefined
        ? ['paths', found.path, method, 'responses', String(status)]
        : ['components', 'responses', shared];
    const fits = schemaAt(...place, 'content', type, 'schema');
    if (fits(parsed(text))) return undefined;
    const [first] = fits.errors ?? [];
    return `does not fit its schema in the OpenAPI document: ${first?.instancePath ?? ''} ${first?.message ?? ''}${advice}.`;
  }

  return async (input, init) => {
    const response = await fetch(input, init);
    const method = (
      input instanceof Request ? input.method : (init?.method ?? 'GET')
    ).toLowerCase();
    if (method === 'head' || OF_HTTP.has(response.status)) return response;
    const text = await response.clone().text();
    const wrong = fault(method, response, text);
    if (wrong === undefined) return response;
    const { pathname } = new URL(response.url);
    throw new Error(
      `${method.toUpperCase()} ${pathname}: the answer ${response.status} ${wrong}\n${text.slice(0, 400)}`,
    );
  };
}

/** Routes with a star have their parameter called `path`. */
function formOf(path: string): RegExp {
  const escaped = path.replaceAll(/[.]/g, '\\.').replace('{path}', '.+');
  return new RegExp(`^${escaped.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}

const specificity = (path: string) => path.replaceAll(/\{\w+\}/g, '').length;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
