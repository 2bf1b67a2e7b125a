import { chromium, type Browser } from '@playwright/test';

/**
 * A Chromium from npm. It brings the libraries a bare machine lacks, but only where it believes to
 * run in the cloud; its own launch arguments would switch web security off, so they stay out.
 */
export async function launchBrowser(): Promise<Browser> {
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs24.x';
  const { default: packed } = await import('@sparticuz/chromium');
  return chromium.launch({
    executablePath: await packed.executablePath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}
