import { type AiFormats, ATTRIBUTES, PRIMARY_KEYS, QUALIFIERS } from './ai-table.ts';

/** What the table says of one AI, ready to use. */
export type ApplicationIdentifier = {
  /** As people write it, `N13 [X..17]`. */
  format: string;
  /** One group per component. */
  pattern: RegExp;
  /** Names of the linters of each component. */
  linters: readonly (readonly string[])[];
  isAttribute: boolean;
  /** Only of a primary key: the sequences of qualifiers that may follow it. */
  sequences: readonly (readonly string[])[] | undefined;
};

/** Digits, and the character sets 82, 39 and 64 of the GS1 General Specifications. */
const SETS: Readonly<Record<string, string>> = {
  N: '[0-9]',
  X: '[!"%-?A-Z_a-z]',
  Y: '[#/0-9A-Z-]',
  Z: '[\\w=-]',
};

export const APPLICATION_IDENTIFIERS: ReadonlyMap<string, ApplicationIdentifier> = new Map([
  ...entries(QUALIFIERS, false),
  ...entries(ATTRIBUTES, true),
]);

function* entries(
  formats: AiFormats,
  isAttribute: boolean,
): Generator<[string, ApplicationIdentifier]> {
  for (const [format, ais] of formats) {
    const rule = { ...compile(format), isAttribute };
    for (const ai of expand(ais)) yield [ai, { ...rule, sequences: sequencesOf(ai) }];
  }
}

function compile(format: string): Pick<ApplicationIdentifier, 'format' | 'pattern' | 'linters'> {
  const components = format.split(' ').map((component) => {
    const [shape = '', ...linters] = component.split(',');
    const [, set = '', upTo = '', length = ''] = /([NXYZ])(\.\.)?(\d+)/.exec(shape) ?? [];
    const optional = shape.startsWith('[') ? '?' : '';
    const group = `(${SETS[set] ?? ''}{${upTo ? '1,' : ''}${length}})${optional}`;
    return { shape, group, linters };
  });
  return {
    format: components.map(({ shape }) => shape).join(' '),
    pattern: new RegExp(`^${components.map(({ group }) => group).join('')}$`),
    linters: components.map(({ linters }) => linters),
  };
}

function* expand(ais: string): Generator<string> {
  for (const range of ais.split(' ')) {
    const [first = '', last = first] = range.replaceAll('n', '').split('-');
    for (let number = Number(first); number <= Number(last); number += 1) {
      const ai = String(number).padStart(first.length, '0');
      if (range.includes('n')) yield* Array.from('012345', (decimals) => ai + decimals);
      else yield ai;
    }
  }
}

function sequencesOf(ai: string): string[][] | undefined {
  return PRIMARY_KEYS[ai]?.split('|').map((sequence) => sequence.split(',').filter(Boolean));
}
