import { buildEvidence } from '@luna/evidence';
import { LOG_SEED, makeCase, ORIGIN } from '@luna/evidence/testing';
import { realLog } from '@luna/evidence/testing/real-log';
import { startAnvil, type TestAnvil } from '@luna/local/testing';
import { createSigner, sha256 } from '@luna/tlog';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from './testing/browser.ts';
import { buildPage } from './testing/build-page.ts';
import { servePage } from './testing/page-server.ts';

let browser: Browser;
let anvil: TestAnvil;
let built: Awaited<ReturnType<typeof buildPage>>;

beforeAll(async () => {
  [browser, anvil, built] = await Promise.all([launchBrowser(), startAnvil(), buildPage()]);
});
afterAll(async () => {
  await browser.close();
  await anvil.stop();
  await built.remove();
});

test('the page asks a real chain and the real contract, from another origin', async () => {
  const { parts, trust, code } = await makeCase({ length: 20, from: 1_600_000_000_000 });
  const signer = await createSigner(ORIGIN, LOG_SEED);
  const log = realLog(anvil.url, ORIGIN, signer.publicKey);
  const { address, first } = await log.deploy();
  const { size, root } = parts.anchor;
  const manifest = sha256(parts.manifest);
  const { index, time, tx } = await log.anchor(address, first, { size, root, manifest, proof: [] });
  await log.finalise();
  const anchor = { chainId: 31337, contract: address, index, size, root, time, tx };
  const passportLog = `0x${address.slice(2).toLowerCase()}` as const;
  const server = await servePage(built.dist, { ...trust, passportLog }, [anvil.url]);
  server.answers.set(code, buildEvidence({ ...parts, anchor }));

  const page = await browser.newPage();
  await page.goto(`${server.url}/p/${code}`);
  const card = page.locator('[data-verdict]');
  expect(await card.getAttribute('data-verdict')).toBe('VERIFIED');
  expect(await page.locator('.check.pass').count()).toBe(8);
  expect(await page.locator('.verdict time').first().getAttribute('datetime')).toBe(
    new Date(time * 1000).toISOString(),
  );
  await page.close();
  server.server.close();
});
