import { toEventSelector, toFunctionSelector } from 'viem';
import type { Abi, AbiEvent, AbiFunction } from 'viem';

/** What the compiler says about one contract. */
export type CompiledContract = { name: string; abi: Abi; bytecode: string };

const HEADER = '// Generated from contracts/ by `npm run gen`. Do not edit.\n';

/** `NBToken` → `nb-token`, `nbToken` and `NB_TOKEN`; `PassportLog` → `passport-log`, `passportLog`, `PASSPORT_LOG`. */
function spellings(name: string): { kebab: string; camel: string; screaming: string } {
  const kebab = name.replaceAll(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
  return {
    kebab,
    camel: kebab.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
    screaming: kebab.replaceAll('-', '_').toUpperCase(),
  };
}

function constant(name: string, value: unknown): string {
  return `export const ${name} = ${JSON.stringify(value, null, 2)} as const;\n`;
}

/** Hashes by name. No published contract overloads a name, so a name is enough. */
function byName<T extends { name: string }>(
  items: readonly T[],
  hash: (item: T) => string,
): Record<string, string> {
  return Object.fromEntries(items.map((item) => [item.name, hash(item)]));
}

/**
 * The TypeScript files for one contract, by file name. Bytecode has a file of its own, so that a page which only
 * reads the chain does not carry it.
 */
export function renderContract({ name, abi, bytecode }: CompiledContract): Map<string, string> {
  const { kebab, camel, screaming } = spellings(name);
  const events = abi.filter((item): item is AbiEvent => item.type === 'event');
  const functions = abi.filter((item): item is AbiFunction => item.type === 'function');
  return new Map([
    [`${kebab}.ts`, HEADER + constant(`${camel}Abi`, abi)],
    [`${kebab}-bytecode.ts`, HEADER + constant(`${camel}Bytecode`, bytecode)],
    [
      `${kebab}-hashes.ts`,
      HEADER +
        '\n/** First topic of each event. */\n' +
        constant(`${screaming}_TOPICS`, byName(events, toEventSelector)) +
        '\n/** First four bytes of the call data of each function. */\n' +
        constant(`${screaming}_SELECTORS`, byName(functions, toFunctionSelector)),
    ],
  ]);
}
