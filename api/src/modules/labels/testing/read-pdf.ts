import { inflateSync } from 'node:zlib';

type Rectangle = { x: number; y: number; width: number; height: number };

/** What is on a page, in points from its upper left corner, in the order drawn. */
export type Page = {
  /** Filled rectangles, those of one fill together. */
  fills: Rectangle[][];
  /** Stroked rectangles. */
  outlines: Rectangle[];
  /** Number of lines stroked. */
  strokes: number;
  texts: { text: string; x: number; y: number; size: number }[];
};

/** Reads what `printLabels` writes: the few operators that it uses, and no others. */
export function readPdf(pdf: Buffer): Page[] {
  const streams = Array.from(
    pdf.toString('latin1').matchAll(/\nstream\n(.*?)\nendstream/gs),
    ([, body = '']) => Buffer.from(body, 'latin1'),
  ).map((body) => (body[0] === 0x78 ? inflateSync(body).toString('latin1') : ''));
  const unicode = readUnicode(streams.find((text) => text.includes('begincmap')) ?? '');
  return streams.filter((text) => text.startsWith('1 0 0 -1 0 ')).map((s) => readPage(s, unicode));
}

/** Characters of each glyph, from the font's ToUnicode map. */
function readUnicode(map: string): string[] {
  return Array.from(map.matchAll(/> \[(.*?)\]/g)).flatMap(([, range = '']) =>
    Array.from(range.matchAll(/<([0-9a-f ]*)>/g), ([, hex = '']) =>
      Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
    ),
  );
}

type Matrix = { scale: number; x: number; y: number };

function readPage(content: string, unicode: readonly string[]): Page {
  const page: Page = { fills: [], outlines: [], strokes: 0, texts: [] };
  let matrix: Matrix = { scale: 1, x: 0, y: 0 };
  const saved: Matrix[] = [];
  let path: Rectangle[] = [];
  let lines = 0;
  let text = { x: 0, y: 0, size: 0 };
  const [flip = '', ...operations] = content.trimEnd().split('\n');
  const pageHeight = Number(flip.split(' ')[5]);
  for (const operation of operations) {
    const parts = operation.split(' ');
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = parts.map(Number);
    switch (parts.at(-1)) {
      case 'q':
        saved.push(matrix);
        break;
      case 'Q':
        matrix = saved.pop() ?? matrix;
        break;
      case 'cm':
        if (d < 0) break; // Text is turned over, and its coordinates count from below.
        matrix = { scale: matrix.scale * a, x: matrix.x + e, y: matrix.y + f };
        break;
      case 're': {
        const { scale, x, y } = matrix;
        path.push({ x: x + a * scale, y: y + b * scale, width: c * scale, height: d * scale });
        break;
      }
      case 'l':
        lines += 1;
        break;
      case 'f':
        page.fills.push(path);
        path = [];
        break;
      case 'S':
        page.outlines.push(...path);
        page.strokes += lines;
        path = [];
        lines = 0;
        break;
      case 'Tm':
        text = { ...text, x: e, y: pageHeight - f };
        break;
      case 'Tf':
        text = { ...text, size: b };
        break;
      case 'TJ': {
        const glyphs = Array.from(operation.matchAll(/<([0-9a-f]+)>/g), ([, hex = '']) => hex);
        const ids = glyphs.join('').match(/.{4}/g) ?? [];
        page.texts.push({ ...text, text: ids.map((id) => unicode[parseInt(id, 16)]).join('') });
        break;
      }
      case 'm':
      case 'w':
      case 'BT':
      case 'ET':
        break;
      default:
        throw new Error(`operator not known: ${operation}`);
    }
  }
  return page;
}
