import * as z from 'zod/mini';
import { NameplateError } from './nameplate-error.ts';

const MOST_PER_FILE = 10_000;
const MOST_PER_SUBMODEL = 1_000;

const reference = z.object({ keys: z.array(z.object({ value: z.string() })) });

const environment = z.object({
  assetAdministrationShells: z.optional(
    z.array(
      z.object({
        assetInformation: z.object({ globalAssetId: z.optional(z.string()) }),
        submodels: z.optional(z.array(reference)),
      }),
    ),
  ),
  submodels: z.optional(
    z.array(
      z.object({
        id: z.string(),
        semanticId: z.optional(reference),
        submodelElements: z.optional(z.unknown()),
      }),
    ),
  ),
});

/** A submodel of any kind; its elements are still unread. */
export type InputSubmodel = {
  id: string;
  semanticId: string | undefined;
  elements: unknown;
  /** `globalAssetId` of the shell that names the submodel. */
  assetId: string | undefined;
};

/**
 * The submodels of an AAS environment (metamodel 3.x, as parsed JSON); nothing below the list of
 * submodels is looked at, however deep it is.
 *
 * Refused: `AAS_TOO_LARGE` (more than 10,000 shells or submodels), `AAS_INVALID`.
 */
export function parseEnvironment(json: unknown): InputSubmodel[] {
  const parsed = environment.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path.map(String).join('.') || 'the whole file';
    throw new NameplateError(
      'AAS_INVALID',
      `Not an AAS environment of metamodel 3 (${path}: ${issue?.message ?? 'invalid'}). ` +
        'Export it again as AAS JSON, version 3.',
    );
  }
  const { assetAdministrationShells: shells = [], submodels = [] } = parsed.data;
  if (Math.max(shells.length, submodels.length) > MOST_PER_FILE) {
    throw new NameplateError(
      'AAS_TOO_LARGE',
      `More than ${MOST_PER_FILE} shells or submodels. Split the file.`,
    );
  }
  const assetOf = new Map<string, string | undefined>();
  for (const { assetInformation, submodels: named = [] } of shells) {
    for (const { keys } of named) {
      const id = keys.at(-1)?.value;
      if (id !== undefined) assetOf.set(id, assetInformation.globalAssetId);
    }
  }
  return submodels.map(({ id, semanticId, submodelElements }) => ({
    id,
    semanticId: semanticId?.keys[0]?.value,
    elements: submodelElements,
    assetId: assetOf.get(id),
  }));
}

const element = z.object({
  idShort: z.optional(z.string()),
  semanticId: z.optional(reference),
  supplementalSemanticIds: z.optional(z.array(reference)),
  extensions: z.optional(z.array(z.object({ name: z.string(), value: z.optional(z.string()) }))),
  value: z.optional(z.unknown()),
});
const elements = z.array(element).check(z.maxLength(MOST_PER_SUBMODEL));

/** One element of a submodel; what its `value` holds depends on its type. */
export type InputElement = z.infer<typeof element>;

/** The elements of one submodel, or the first thing that is wrong with them. */
export function parseElements(
  list: unknown,
): { elements: InputElement[] } | { path: string; message: string } {
  const parsed = elements.safeParse(list ?? []);
  if (parsed.success) return { elements: parsed.data };
  const [issue] = parsed.error.issues;
  return { path: issue?.path.map(String).join('.') ?? '', message: issue?.message ?? 'invalid' };
}
