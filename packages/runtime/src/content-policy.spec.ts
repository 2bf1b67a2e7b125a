import { expect, it } from 'vitest';
import { helmetOptions } from './content-policy.ts';

it('lets a page call the origins of the configured servers, never their paths', () => {
  const { directives } = helmetOptions([
    'https://rpc.example/secret-path',
    'https://rpc.example/other',
    'http://127.0.0.1:8080',
  ]).contentSecurityPolicy;
  expect(directives.connectSrc).toEqual(["'self'", 'https://rpc.example', 'http://127.0.0.1:8080']);
  expect(JSON.stringify(directives)).not.toMatch(/unsafe-inline|secret-path/);
});
