import { describe, expect, it, vi } from 'vitest';
import { PageCache } from './page-cache.ts';

type Page = { bytes: number; text: string };
const page = (text: string, bytes = 10) => vi.fn(() => Promise.resolve<Page>({ bytes, text }));

describe('PageCache', () => {
  it('makes a page once per version', async () => {
    const cache = new PageCache<Page>(100);
    const [first, second] = [page('first'), page('second')];
    expect(await cache.get('a', '1', first)).toMatchObject({ text: 'first' });
    expect(await cache.get('a', '1', first)).toMatchObject({ text: 'first' });
    expect(await cache.get('a', '2', second)).toMatchObject({ text: 'second' });
    expect(await cache.get('b', '1', first)).toMatchObject({ text: 'first' });
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([2, 1]);
  });

  it('lets those who ask while it is made wait for the same', async () => {
    const cache = new PageCache<Page>(100);
    const make = page('x');
    await Promise.all([cache.get('a', '1', make), cache.get('a', '1', make)]);
    expect(make).toHaveBeenCalledTimes(1);
  });

  it('keeps no more bytes than it may, the last used the longest', async () => {
    const cache = new PageCache<Page>(100);
    const make = page('x', 40);
    await cache.get('a', '1', make);
    await cache.get('b', '1', make);
    await cache.get('a', '1', make);
    await cache.get('c', '1', make);
    expect(make).toHaveBeenCalledTimes(3);
    await cache.get('a', '1', make);
    await cache.get('c', '1', make);
    expect(make).toHaveBeenCalledTimes(3);
    await cache.get('b', '1', make);
    expect(make).toHaveBeenCalledTimes(4);
  });

  it('frees the room of earlier versions, and keeps nothing larger than itself', async () => {
    const cache = new PageCache<Page>(100);
    for (let version = 1; version <= 20; version += 1) {
      await cache.get('a', String(version), page('x', 60));
    }
    const other = page('y', 40);
    await cache.get('b', '1', other);
    await cache.get('b', '1', other);
    expect(other).toHaveBeenCalledTimes(1);
    const huge = page('z', 101);
    await cache.get('c', '1', huge);
    await cache.get('c', '1', huge);
    expect(huge).toHaveBeenCalledTimes(2);
  });

  it('keeps no failure', async () => {
    const cache = new PageCache<Page>(100);
    const broken = () => Promise.reject<Page>(new Error('down'));
    await expect(cache.get('a', '1', broken)).rejects.toThrow('down');
    expect(await cache.get('a', '1', page('up'))).toMatchObject({ text: 'up' });
  });
});
