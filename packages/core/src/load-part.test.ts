import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadPart } from './load-part.ts';
import type { Runtime } from './runtime.ts';

const missing = new TypeError('Failed to fetch dynamically imported module');

afterEach(() => {
  vi.unstubAllGlobals();
  vi.doUnmock('./report/capability-report.ts');
  vi.doUnmock('./store/store-client.ts');
  vi.resetModules();
});

describe('a part that is loaded when it is needed', () => {
  it('fails with what to do about it, and the cause', async () => {
    const loading = loadPart('the report', () => Promise.reject(missing));
    await expect(loading).rejects.toMatchObject({
      code: 'network',
      retryable: true,
      message: expect.stringContaining('the report'),
      hint: expect.stringContaining('reload'),
      cause: missing,
    });
  });

  it('E1 cannot be had in a service worker', async () => {
    vi.stubGlobal('ServiceWorkerGlobalScope', EventTarget);
    const loading = loadPart('the report', () => Promise.reject(missing));
    await expect(loading).rejects.toMatchObject({ code: 'unsupported', retryable: false });
  });

  it.each([
    { part: './report/capability-report.ts', use: ({ report }: Runtime) => report([]) },
    { part: './store/store-client.ts', use: ({ models }: Runtime) => models.list() },
  ])('$part is asked for again by the next call', async ({ part, use }) => {
    vi.doMock(part, () => {
      throw missing;
    });
    const { createRuntime } = await import('./runtime.ts');
    const runtime = createRuntime();
    await expect(use(runtime)).rejects.toMatchObject({ name: 'NearsideError', code: 'network' });
    vi.doUnmock(part);
    await expect(use(runtime)).resolves.toBeDefined();
  });
});
