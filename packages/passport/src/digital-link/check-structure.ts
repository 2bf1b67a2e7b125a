import { APPLICATION_IDENTIFIERS } from './application-identifiers.ts';
import { DigitalLinkError } from './digital-link-error.ts';
import type { LocatedElement } from './element-string.ts';

/**
 * Whether these may stand together: the qualifiers follow one sequence of the primary key, no AI
 * comes twice, and the query holds only attributes, none of which belongs in this path.
 *
 * GS1 Digital Link URI Syntax 1.7, sections 4.7 to 4.11; of the cases left open there, as the GS1
 * Barcode Syntax Engine decides them. Throws `DIGITAL_LINK_KEY_QUALIFIERS`, `…_DUPLICATE_AI`,
 * `…_NOT_ATTRIBUTE`, `…_BELONGS_IN_PATH`.
 */
export function checkStructure(
  primary: LocatedElement,
  qualifiers: readonly LocatedElement[],
  attributes: readonly LocatedElement[],
): void {
  const ais = qualifiers.map(({ ai }) => ai);
  const sequences = APPLICATION_IDENTIFIERS.get(primary.ai)?.sequences ?? [];
  const followed = sequences.filter((sequence) => follows(sequence, ais));
  if (followed.length === 0) {
    throw new DigitalLinkError(
      'DIGITAL_LINK_KEY_QUALIFIERS',
      `the qualifiers of (${primary.ai}) are not in one of its orders`,
      primary.position,
    );
  }
  const seen = new Set([primary.ai, ...ais]);
  for (const { ai, position } of attributes) {
    if (seen.has(ai)) {
      throw new DigitalLinkError('DIGITAL_LINK_DUPLICATE_AI', `(${ai}) comes twice`, position);
    }
    seen.add(ai);
    if (!APPLICATION_IDENTIFIERS.get(ai)?.isAttribute) {
      throw new DigitalLinkError(
        'DIGITAL_LINK_NOT_ATTRIBUTE',
        `(${ai}) may not stand in the query`,
        position,
      );
    }
    if (followed.some((sequence) => sequence.includes(ai))) {
      throw new DigitalLinkError(
        'DIGITAL_LINK_BELONGS_IN_PATH',
        `(${ai}) belongs in the path behind (${primary.ai})`,
        position,
      );
    }
  }
}

/** Are `ais` a part of the sequence, in its order? */
function follows(sequence: readonly string[], ais: readonly string[]): boolean {
  let at = -1;
  return ais.every((ai) => (at = sequence.indexOf(ai, at + 1)) >= 0);
}
