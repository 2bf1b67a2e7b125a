import { type ApplicationIdentifier, APPLICATION_IDENTIFIERS } from './application-identifiers.ts';
import { DigitalLinkError } from './digital-link-error.ts';
import type { LocatedElement } from './element-string.ts';
import { LINTERS } from './linters.ts';

const CHECKS = new Set(['csum', 'csumalpha']);

/**
 * The rules of an element's AI, once its value obeys them: length and character set, check digit or
 * pair, content (GS1 General Specifications, section 3).
 *
 * Throws `DIGITAL_LINK_UNKNOWN_AI`, `…_VALUE_FORMAT`, `…_VALUE_CHECK`, `…_VALUE_CONTENT`.
 */
export function checkElement({ ai, value, position }: LocatedElement): ApplicationIdentifier {
  const rule = APPLICATION_IDENTIFIERS.get(ai);
  if (!rule) {
    throw new DigitalLinkError(
      'DIGITAL_LINK_UNKNOWN_AI',
      'this number is no Application Identifier of a Digital Link',
      position,
    );
  }
  const [, ...parts] = rule.pattern.exec(value) ?? [];
  if (parts.length === 0) {
    throw new DigitalLinkError(
      'DIGITAL_LINK_VALUE_FORMAT',
      `the value of (${ai}) must have the format ${rule.format}`,
      position,
    );
  }
  const broken = rule.linters
    .flatMap((names, index) => names.map((name) => ({ name, part: parts[index] })))
    .find(({ name, part }) => part !== undefined && LINTERS.get(name)?.(part) === false);
  if (!broken) return rule;
  if (CHECKS.has(broken.name)) {
    throw new DigitalLinkError(
      'DIGITAL_LINK_VALUE_CHECK',
      `the check digit of (${ai}) does not fit: is the value mistyped?`,
      position,
    );
  }
  throw new DigitalLinkError(
    'DIGITAL_LINK_VALUE_CONTENT',
    `the value of (${ai}) breaks the rule ${broken.name} of the GS1 Syntax Dictionary`,
    position,
  );
}
