import * as z from 'zod/mini';
import { ELEMENTS, type ElementName } from './nameplate-template.ts';
import type { InputElement } from './parse-environment.ts';

export type NameplateRefusalCode =
  | 'SUBMODEL_INVALID'
  | 'ELEMENT_MISSING'
  | 'ELEMENT_AMBIGUOUS'
  | 'ELEMENT_TYPE'
  | 'TEXT_INVALID'
  | 'DATE_INVALID'
  | 'COUNTRY_UNKNOWN';

/** Why a nameplate makes no passport; `path` is the idShort path inside the submodel. */
export type NameplateRefusal = { code: NameplateRefusalCode; path: string; message: string };

/** What a passport can hold, in UTF-16 units. */
const LONGEST = 200;
const value = z.union([
  z.string(),
  z.array(z.object({ language: z.string(), text: z.string() })).check(z.maxLength(100)),
]);

/** Reads texts out of the elements of one nameplate and remembers what it had to refuse. */
export class PlateReader {
  readonly refusals: NameplateRefusal[] = [];
  private readonly elements: readonly InputElement[];

  constructor(elements: readonly InputElement[]) {
    this.elements = elements;
  }

  /** Notes what is wrong with an element; what follows from it is not noted again. */
  refuse(code: NameplateRefusalCode, path: ElementName, message: string): void {
    if (this.refusals.some((refusal) => refusal.path === path)) return;
    this.refusals.push({ code, path, message });
  }

  /** The element of that meaning, by semanticId whatever its version, or by idShort. */
  element(name: ElementName): InputElement | undefined {
    const template = ELEMENTS[name];
    const meanings = [template.semanticId, ...template.supplemental].map(unversioned);
    const found = this.elements.filter(
      (element) =>
        element.idShort === name || conceptsOf(element).some((id) => meanings.includes(id)),
    );
    if (found.length > 1) {
      this.refuse('ELEMENT_AMBIGUOUS', name, `There are ${found.length} of it; keep one.`);
    }
    return found[0];
  }

  /** Its text on one line, English first; undefined when absent, blank or of another type. */
  text(name: ElementName, longest = LONGEST): string | undefined {
    const parsed = value.safeParse(this.element(name)?.value ?? '');
    if (!parsed.success) {
      this.refuse('ELEMENT_TYPE', name, 'Expected a Property or a MultiLanguageProperty.');
      return undefined;
    }
    const text = (typeof parsed.data === 'string' ? parsed.data : englishFirst(parsed.data)).trim();
    if (text.length > longest || /\p{Cc}/u.test(text)) {
      this.refuse('TEXT_INVALID', name, `Expected one line of at most ${longest} characters.`);
    }
    return text === '' ? undefined : text;
  }

  /** A text that a passport cannot do without; '' once its absence has been noted. */
  needed(text: string | undefined, name: ElementName, message: string): string {
    if (text === undefined) this.refuse('ELEMENT_MISSING', name, message);
    return text ?? '';
  }
}

function conceptsOf({ semanticId, supplementalSemanticIds = [] }: InputElement): string[] {
  return [semanticId, ...supplementalSemanticIds].flatMap((reference) => {
    const id = reference?.keys[0]?.value;
    return id === undefined ? [] : [unversioned(id)];
  });
}

/** An IRDI (ISO/IEC 6523) without its version: `0173-1#02-AAO677#004` is `0173-1#02-AAO677`. */
function unversioned(id: string): string {
  return id.replace(/#\d{3}$/, '');
}

function englishFirst(texts: readonly { language: string; text: string }[]): string {
  const said = texts.filter(({ text }) => text.trim() !== '');
  const english = said.find(({ language }) => /^en(?:-|$)/i.test(language));
  return (english ?? said[0])?.text ?? '';
}
