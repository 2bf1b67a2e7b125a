import { decodeUtf8 } from './decode-utf8.ts';
import { JSON_DEPTH_LIMIT, type JsonValue } from './json-value.ts';
import { RecordError, type RecordErrorCode } from './record-error.ts';

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const NOT_FINITE_WORD = /-?(?:NaN|Infinity)/y;
const HEX4 = /[0-9a-fA-F]{4}/y;
const LITERALS: ReadonlyMap<string, JsonValue> = new Map<string, JsonValue>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * Reads JSON (RFC 8259) as strictly as I-JSON (RFC 7493) asks, where `JSON.parse` is lenient.
 *
 * Every refusal is a `RecordError` with the byte offset: `JSON_UTF8`, `JSON_BOM`, `JSON_NUL` (raw or
 * escaped: Postgres cannot store it), `JSON_LONE_SURROGATE`, `JSON_DUPLICATE_KEY`,
 * `JSON_NUMBER_NOT_FINITE`, `JSON_DEPTH` (deeper than 64), `JSON_TRAILING`, otherwise `JSON_INVALID`.
 */
export function parseStrictJson(bytes: Uint8Array): JsonValue {
  return new Reader(decodeUtf8(bytes)).document();
}

class Reader {
  private readonly text: string;
  private at = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): JsonValue {
    const value = this.value();
    this.space();
    if (this.at < this.text.length) this.fail('JSON_TRAILING', 'text after the JSON value');
    return value;
  }

  private value(): JsonValue {
    this.space();
    const next = this.text[this.at];
    if (next === '{') return this.nested(() => this.object());
    if (next === '[') return this.nested(() => this.array());
    if (next === '"') return this.string();
    for (const [word, value] of LITERALS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  private nested<T>(read: () => T): T {
    if (this.depth === JSON_DEPTH_LIMIT) {
      this.fail('JSON_DEPTH', `nested deeper than ${JSON_DEPTH_LIMIT}`);
    }
    this.depth += 1;
    this.at += 1;
    const value = read();
    this.depth -= 1;
    return value;
  }

  private object(): JsonValue {
    const members = new Map<string, JsonValue>();
    if (this.take('}')) return {};
    do {
      this.space();
      const start = this.at;
      if (this.text[start] !== '"') this.fail('JSON_INVALID', 'expected a key in quotes');
      const key = this.string();
      if (members.has(key)) this.fail('JSON_DUPLICATE_KEY', 'key appears twice', start);
      if (!this.take(':')) this.fail('JSON_INVALID', "expected ':'");
      members.set(key, this.value());
    } while (this.take(','));
    if (!this.take('}')) this.fail('JSON_INVALID', "expected ',' or '}'");
    // fromEntries defines properties, so a key named __proto__ is data like any other.
    return Object.fromEntries(members);
  }

  private array(): JsonValue[] {
    const items: JsonValue[] = [];
    if (this.take(']')) return items;
    do items.push(this.value());
    while (this.take(','));
    if (!this.take(']')) this.fail('JSON_INVALID', "expected ',' or ']'");
    return items;
  }

  private string(): string {
    const start = this.at;
    let value = '';
    let plainFrom = ++this.at;
    for (;;) {
      const unit = this.text.charCodeAt(this.at);
      if (unit === 0x22) break;
      if (unit === 0x5c) {
        value += this.text.slice(plainFrom, this.at) + this.escape();
        plainFrom = this.at;
      } else if (unit >= 0x20) this.at += 1;
      else if (unit === 0) this.fail('JSON_NUL', 'NUL is not allowed');
      else this.fail('JSON_INVALID', 'string not closed, or a control character in it');
    }
    value += this.text.slice(plainFrom, this.at);
    this.at += 1;
    if (!value.isWellFormed()) {
      this.fail('JSON_LONE_SURROGATE', 'half a surrogate pair in a string', start);
    }
    return value;
  }

  private escape(): string {
    const start = this.at;
    const letter = this.text.charAt(start + 1);
    const simple = ESCAPES[letter];
    if (simple !== undefined) {
      this.at += 2;
      return simple;
    }
    this.at += 2;
    const digits = letter === 'u' ? this.match(HEX4) : undefined;
    if (digits === undefined) this.fail('JSON_INVALID', 'unknown escape', start);
    if (digits === '0000') this.fail('JSON_NUL', 'NUL is not allowed', start);
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  private number(): number {
    const start = this.at;
    if (this.match(NOT_FINITE_WORD) !== undefined) {
      this.fail('JSON_NUMBER_NOT_FINITE', 'NaN and Infinity are not JSON', start);
    }
    const digits = this.match(NUMBER);
    if (digits === undefined) {
      const nul = this.text.charCodeAt(start) === 0;
      this.fail(nul ? 'JSON_NUL' : 'JSON_INVALID', nul ? 'NUL is not allowed' : 'expected a value');
    }
    const value = Number(digits);
    if (!Number.isFinite(value)) {
      this.fail('JSON_NUMBER_NOT_FINITE', 'number too large for a double', start);
    }
    return value;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private take(character: string): boolean {
    this.space();
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private space(): void {
    for (;;) {
      const unit = this.text.charCodeAt(this.at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.at += 1;
    }
  }

  private fail(code: RecordErrorCode, reason: string, at = this.at): never {
    const offset = new TextEncoder().encode(this.text.slice(0, at)).length;
    throw new RecordError(code, `${reason} (byte ${offset})`, { offset });
  }
}
