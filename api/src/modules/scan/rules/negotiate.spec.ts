import { describe, expect, it } from 'vitest';
import { negotiate } from './negotiate.ts';

const JSON_TYPE = 'application/json';
const VC = 'application/vc';
const LINKSET = 'application/linkset+json';
const offered = [JSON_TYPE, VC, LINKSET];

describe('negotiate', () => {
  it.each<[string | undefined, string[]]>([
    [undefined, offered],
    ['', offered],
    ['*/*', offered],
    ['application/*', offered],
    ['application/vc', [VC]],
    ['Application/VC', [VC]],
    ['text/html', []],
    ['text/html, */*;q=0.8', offered],
    // What is named comes before what a wildcard takes, whatever stands first on offer.
    ['application/vc, */*', [VC, JSON_TYPE, LINKSET]],
    ['application/json;q=0.5, application/linkset+json', [LINKSET, JSON_TYPE]],
    ['application/json; q=0.5 , application/vc;q=0.9', [VC, JSON_TYPE]],
    ['*/*;q=0.1, application/json;q=0', [VC, LINKSET]],
    ['application/*;q=0.2, application/vc;q=0.7, */*;q=0.9', [VC, JSON_TYPE, LINKSET]],
    ['application/vc;version="2"', [VC]],
    ['application/vc;profile=x;q=0', []],
    ['application/json;q=0.000', []],
    ['nonsense, application/vc', [VC]],
    ['application/', []],
    ['*/json', []],
  ])('%s', (accept, acceptable) => {
    expect(negotiate(accept, offered)).toEqual(acceptable);
  });

  it('takes time linear in the length of the header', () => {
    const began = performance.now();
    negotiate(`${'a/b;q=0.1,'.repeat(1500)}${';'.repeat(15_000)}`, offered);
    negotiate(`a/b;${' '.repeat(15_000)}q`, offered);
    expect(performance.now() - began).toBeLessThan(500);
  });
});
