import { expect, it, onTestFinished } from 'vitest';
import { isWebUrl } from './manifest/check-form.ts';
import { parseUrl } from './parse-url.ts';
import { allowedUrl } from './store/download/fetch-policy.ts';
import { sourcesOf } from './store/sources.ts';

it('is the URL, or nothing', () => {
  expect(parseUrl('b', 'https://a.example/')?.href).toBe('https://a.example/b');
  for (const [url, base] of [['b'], ['https://'], ['b', 'data:,x']]) expect(parseUrl(url ?? '', base)).toBeUndefined();
});

it('E2 needs nothing that a supported browser lacks: Chromium 116 has no URL.canParse', () => {
  const { canParse } = URL;
  Reflect.deleteProperty(URL, 'canParse');
  onTestFinished(() => void Object.assign(URL, { canParse }));
  const policy = { allowedOrigins: ['https://a.example'] };
  expect(allowedUrl('https://a.example/x', policy).href).toBe('https://a.example/x');
  expect(isWebUrl('/models')).toBe(true);
  const { sources } = sourcesOf({ sources: [{ base: 'https://a.example' }] }, [{ path: 'x', bytes: 1, sha256: '' }]);
  expect(sources).toEqual({ x: [{ url: 'https://a.example/x' }] });
});
