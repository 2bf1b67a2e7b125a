import { describe, expect, it } from 'vitest';
import { contentDisposition } from './content-disposition.ts';

describe('contentDisposition', () => {
  // The first is an example of RFC 6266 section 5, the euro one of RFC 8187 section 3.2.3.
  it.each([
    ['foo-ä.html', `attachment; filename="foo-_.html"; filename*=UTF-8''foo-%C3%A4.html`],
    ['€ rates', `attachment; filename="_ rates"; filename*=UTF-8''%E2%82%AC%20rates`],
    ['手册.pdf', `attachment; filename="__.pdf"; filename*=UTF-8''%E6%89%8B%E5%86%8C.pdf`],
    ['😀.png', `attachment; filename="_.png"; filename*=UTF-8''%F0%9F%98%80.png`],
    [
      `a"b\\c%41'(d)*!.txt`,
      `attachment; filename="a_b_c_41'(d)*!.txt"; filename*=UTF-8''a%22b%5Cc%2541%27%28d%29%2A%21.txt`,
    ],
    ['a\r\nb.txt', `attachment; filename="a__b.txt"; filename*=UTF-8''a%0D%0Ab.txt`],
  ])('names %s', (name, header) => {
    expect(contentDisposition('attachment', name)).toBe(header);
  });

  it('shows what may be shown', () => {
    expect(contentDisposition('inline', 'a.png')).toBe(
      `inline; filename="a.png"; filename*=UTF-8''a.png`,
    );
  });
});
