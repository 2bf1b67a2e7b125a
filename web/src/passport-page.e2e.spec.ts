import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import { encodeEvidence, parseEvidence, type Evidence } from '@luna/evidence';
import { codeOf, makeCase, type Case } from '@luna/evidence/testing';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from './testing/browser.ts';
import { buildPage } from './testing/build-page.ts';
import { servePage, type PageServer } from './testing/page-server.ts';
import { serveChain } from './testing/rpc-server.ts';

const PHONE = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true };
const NOBODY = 'http://127.0.0.1:1';
const DOCUMENT = {
  bytes: new TextEncoder().encode('operating manual'),
  name: 'manual.txt',
  mediaType: 'text/plain',
};

describe('the passport page in a browser', () => {
  let browser: Browser;
  let built: Awaited<ReturnType<typeof buildPage>>;
  let chain: Awaited<ReturnType<typeof serveChain>>;
  let server: PageServer;
  let honest: Case;

  beforeAll(async () => {
    [browser, built, honest] = await Promise.all([
      launchBrowser(),
      buildPage(),
      makeCase({ length: 30, document: DOCUMENT }),
    ]);
    chain = await serveChain(honest.chain);
    server = await servePage(built.dist, honest.trust, [chain.url]);
  });
  afterAll(async () => {
    await browser.close();
    chain.server.close();
    server.server.close();
    await built.remove();
  });
  beforeEach(() => {
    server.config.rpcUrls = [chain.url];
    server.answers.clear();
    server.answers.set(honest.code, honest.evidence);
  });

  /** Opens an address; fails on any error of the page and on anything its content policy refuses. */
  async function open(path: string, options: BrowserContextOptions = PHONE): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', ...options });
    const page = await context.newPage();
    page.on('pageerror', (error) => expect.fail(error.message));
    page.on('console', (message) => {
      const network = /Failed to load resource|net::ERR/.test(message.text());
      if (message.type() === 'error' && !network) expect.fail(message.text());
    });
    await page.goto(`${server.url}${path}`);
    return page;
  }
  const passport = (options?: BrowserContextOptions): Promise<Page> =>
    open(`/p/${honest.code}`, options);
  const verdictOf = (page: Page): Promise<string | null> =>
    page.locator('[data-verdict]').getAttribute('data-verdict');
  const findings = (page: Page): Promise<string[]> =>
    page
      .locator('.check.fail')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-finding') ?? ''));

  test('an honest passport: verdict and identity on the first screen of a small phone', async () => {
    const page = await passport();
    expect(await verdictOf(page)).toBe('VERIFIED');
    for (const text of ['Verified', 'Newer entries: not excluded', 'M-1', 'model3']) {
      const box = await page.getByText(text, { exact: true }).first().boundingBox();
      expect(box, text).not.toBeNull();
      expect((box?.y ?? 1000) + (box?.height ?? 0), text).toBeLessThanOrEqual(640);
    }
    expect(await page.locator('.check.pass').count()).toBe(8);
    expect(await page.getByText('Newer entries: not excluded.').count()).toBe(1);
    expect(await page.title()).toContain(honest.code);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await page.context().close();
  });

  test('the history is newest first, and all of it is one tap away', async () => {
    const page = await passport();
    const positions = page.locator('.position');
    expect(await positions.first().textContent()).toBe('No. 30');
    expect(await positions.count()).toBe(10);
    await page.getByRole('button', { name: 'Show all 30 entries' }).click();
    expect(await positions.last().textContent()).toBe('No. 1');
    await page.context().close();
  });

  test('the evidence can be taken along: exactly what was checked, and how to check it', async () => {
    const page = await passport();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the evidence' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(`${honest.code}.json`);
    const bytes = new Uint8Array(await readFile(await file.path()));
    expect(bytes).toEqual(encodeEvidence(honest.evidence));
    expect(parseEvidence(bytes)).toEqual(honest.evidence);
    const command = await page.locator('.command code').textContent();
    expect(command).toBe(`npm run -s luna -- verify ${honest.code}.json --rpc ${chain.url}/`);
    await page.context().close();
  });

  test('each check shows what it looked at, by keyboard too', async () => {
    const page = await passport();
    await page.locator('[data-check=anchor] summary').focus();
    await page.keyboard.press('Enter');
    const inputs = await page.locator('[data-check=anchor] .inputs').textContent();
    expect(inputs).toContain(honest.trust.passportLog);
    expect(inputs).toContain(honest.evidence.anchor.tx);
    await page.context().close();
  });

  /** One byte of a file that a lying api might give. */
  const lies: readonly [string, string, (evidence: Evidence) => Evidence][] = [
    [
      'a payload',
      'PAYLOAD_MISMATCH',
      (evidence) => ({
        ...evidence,
        entries: evidence.entries.map((item, at) =>
          at === 0 && item.payload !== undefined
            ? { ...item, payload: btoa(atob(item.payload).replace('"M-1"', '"M-2"')) }
            : item,
        ),
      }),
    ],
    [
      'an entry',
      'HISTORY_LINK_BROKEN',
      (evidence) => ({
        ...evidence,
        entries: evidence.entries.map((item, at) =>
          at === 4
            ? { ...item, entry: item.entry.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')) }
            : item,
        ),
      }),
    ],
    [
      'the anchor',
      'ANCHOR_NOT_IN_TRANSACTION',
      (evidence) => ({
        ...evidence,
        anchor: { ...evidence.anchor, tx: `0x${'12'.repeat(32)}` },
      }),
    ],
  ];
  test.each(lies)('an api that changes one byte of %s is found out', async (_, finding, lie) => {
    server.answers.set(honest.code, lie(honest.evidence));
    const page = await passport();
    expect(await verdictOf(page)).toBe('MISMATCH');
    expect(await findings(page)).toEqual([finding]);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Does not match');
    await page.context().close();
  });

  test('an api that gives another device for the one asked for is found out', async () => {
    const other = codeOf(2);
    server.answers.set(other, honest.evidence);
    const page = await open(`/p/${other}`);
    expect(await verdictOf(page)).toBe('MISMATCH');
    expect(await findings(page)).toEqual(['CODE_NOT_ASKED_FOR']);
    await page.context().close();
  });

  test('an unreachable chain is CANNOT CHECK NOW, never a fault; later it is checked', async () => {
    server.config.rpcUrls = [NOBODY];
    const page = await passport();
    expect(await verdictOf(page)).toBe('CANNOT_CHECK_NOW');
    expect(await findings(page)).toEqual([]);
    const words = (await page.locator('main').textContent()) ?? '';
    expect(words).toContain('Cannot check now');
    expect(words).not.toMatch(/invalid|mismatch|does not match|Fail/i);
    server.config.rpcUrls = [chain.url];
    await page.context().close();
    const later = await passport();
    expect(await verdictOf(later)).toBe('VERIFIED');
    await later.context().close();
  });

  test('"check again" asks anew', async () => {
    server.answers.set(honest.code, 'no answer');
    const page = await passport();
    await page.locator('[data-problem=RECORDS_UNREACHABLE]').waitFor();
    server.answers.set(honest.code, honest.evidence);
    await page.getByRole('button', { name: 'Check again' }).click();
    expect(await verdictOf(page)).toBe('VERIFIED');
    await page.context().close();
  });

  test.each<[string, string, string, () => void]>([
    ['an unknown code', '/p/DP-MED-2601-PF-CN-000001-0A', 'PASSPORT_UNKNOWN', () => undefined],
    ['a malformed code', '/p/HELLO', 'CODE_MALFORMED', () => undefined],
    ['a mistyped code', '/p/DP-MED-2601-PF-CN-000002-0A', 'CODE_MISTYPED', () => undefined],
    [
      'a passport without an anchor yet',
      `/p/${codeOf(3)}`,
      'NOT_ANCHORED_YET',
      () => server.answers.set(codeOf(3), { status: 409, code: 'NOT_ANCHORED_YET' }),
    ],
    [
      'evidence of a newer format',
      `/p/${codeOf(3)}`,
      'EVIDENCE_REFUSED',
      () =>
        server.answers.set(
          codeOf(3),
          new TextEncoder().encode('{"format":"luna-evidence","version":2}'),
        ),
    ],
  ])('%s', async (_, path, problem, prepare) => {
    prepare();
    const page = await open(path);
    await page.locator(`[data-problem=${problem}]`).waitFor();
    expect(await page.locator('[data-verdict]').count()).toBe(0);
    await page.context().close();
  });

  test('without a code the page asks for one and goes there', async () => {
    const page = await open('/');
    await page.getByLabel('Passport code').fill(honest.code.toLowerCase());
    await page.keyboard.press('Enter');
    expect(await verdictOf(page)).toBe('VERIFIED');
    expect(new URL(page.url()).pathname).toBe(`/p/${honest.code}`);
    await page.context().close();
  });

  test('a file is checked in the page, chosen or dropped, and the records are not asked', async () => {
    server.answers.clear();
    const page = await open('/verify', {});
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    const bytes = Buffer.from(encodeEvidence(honest.evidence));
    const name = 'machine.json';
    const input = page.getByLabel('Choose an evidence file');
    await input.setInputFiles({ name, mimeType: 'application/json', buffer: bytes });
    expect(await verdictOf(page)).toBe('VERIFIED');
    expect(await page.locator('.check.pass').count()).toBe(8);

    const renamed = Buffer.from(encodeEvidence({ ...honest.evidence, code: codeOf(2) }));
    const dropped = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], 'renamed.json'));
      return transfer;
    }, renamed.toString());
    await page.locator('.drop').dispatchEvent('drop', { dataTransfer: dropped });
    await page.locator('[data-verdict=MISMATCH]').waitFor();

    await input.setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from('hello') });
    await page.locator('[data-problem=EVIDENCE_REFUSED]').waitFor();
    expect(await page.getByText(name, { exact: true }).count()).toBe(1);
    await page.context().close();
  });

  test('flags come first, and pending entries make it "verified until"', async () => {
    const stolen = await makeCase({ length: 9, flag: 'STOLEN', pending: 2 });
    const other = await serveChain(stolen.chain);
    server.config.rpcUrls = [other.url];
    server.answers.set(stolen.code, stolen.evidence);
    const page = await open(`/p/${stolen.code}`);
    expect(await verdictOf(page)).toBe('VERIFIED_UNTIL');
    const flag = await page.getByText('Reported stolen', { exact: true }).boundingBox();
    const verdict = await page.getByRole('heading', { level: 1 }).boundingBox();
    expect(flag?.y ?? 1000).toBeLessThan(verdict?.y ?? 0);
    expect(await page.getByText('Not anchored yet', { exact: true }).count()).toBe(2);
    await page.context().close();
    other.server.close();
  });

  test('Chinese by the browser, English by choice, remembered', async () => {
    const page = await passport({ ...PHONE, locale: 'zh-CN' });
    await page.getByRole('heading', { name: '已验证' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Verified', exact: true }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Verified', exact: true }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.context().close();
  });

  const looks: readonly [string, BrowserContextOptions, () => void][] = [
    ['phone, light', PHONE, () => undefined],
    ['phone, dark', { ...PHONE, colorScheme: 'dark' }, () => undefined],
    [
      'desktop, dark',
      { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
      () => undefined,
    ],
    ['Chinese', { ...PHONE, locale: 'zh-CN' }, () => undefined],
    [
      'cannot check',
      PHONE,
      () => {
        server.config.rpcUrls = [NOBODY];
      },
    ],
    [
      'cannot check, dark',
      { ...PHONE, colorScheme: 'dark' },
      () => {
        server.config.rpcUrls = [NOBODY];
      },
    ],
    [
      'mismatch, dark',
      { ...PHONE, colorScheme: 'dark' },
      () => {
        server.answers.set(honest.code, { ...honest.evidence, manifest: 'AAAA' });
      },
    ],
    [
      'mismatch, light',
      PHONE,
      () => {
        server.answers.set(honest.code, { ...honest.evidence, manifest: 'AAAA' });
      },
    ],
    ['unknown', PHONE, () => server.answers.clear()],
  ];
  test.each(looks)('WCAG 2.2 AA: %s', async (_, options, prepare) => {
    prepare();
    const page = await passport({ reducedMotion: 'reduce', ...options });
    await page.locator('[data-verdict],[data-problem]').waitFor();
    for (const summary of await page.locator('summary').all()) await summary.click();
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze();
    const found = violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
    expect(found).toEqual([]);
    await page.context().close();
  });

  test('the skip link comes first and leads to the verdict', async () => {
    const page = await passport({ viewport: { width: 1280, height: 900 } });
    await page.locator('[data-verdict]').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to the verdict');
    await page.keyboard.press('Enter');
    expect(await page.locator(':focus').getAttribute('id')).toBe('main');
    await page.context().close();
  });

  test('all the JavaScript a reader loads is at most 110 kB compressed', async () => {
    const scripts = new Map<string, number>();
    const context = await browser.newContext({ locale: 'en-GB' });
    context.on('response', (response) => {
      if (!response.url().endsWith('.js')) return;
      void response.body().then((body) => scripts.set(response.url(), gzipSync(body).length));
    });
    const page = await context.newPage();
    await page.goto(`${server.url}/p/${honest.code}`);
    await page.locator('[data-verdict]').waitFor();
    expect(scripts.size).toBe(3);
    expect([...scripts.values()].reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(110_000);
    await context.close();
  });
});
