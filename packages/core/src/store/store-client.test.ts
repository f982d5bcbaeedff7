import { expect, it, onTestFinished, vi } from 'vitest';
import { NearsideError } from '../errors.ts';
import { openModelStore } from './store-client.ts';
import type { LeaseStore } from './store-options.ts';

const file = { path: 'x', bytes: 1, sha256: 'a'.repeat(64) };
const manifest = { id: 'm', version: '1', licence: 'MIT', artefacts: [{ provider: 'p', files: [file] }] };

it('X2 a store that is lost between a question for headers and its answer rejects once, and nothing is left unhandled', async () => {
  const lost = new NearsideError('worker-failed', 'the store worker was ended from outside');
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  onTestFinished(() => void process.off('unhandledRejection', unhandled));
  const call = async (method: string, _: unknown, options: { onProgress?: (report: unknown) => void }) => {
    if (method === 'stored') return undefined;
    if (method === 'inspect') return { missingBytes: 1 };
    if (method === 'obtain') options.onProgress?.({ type: 'headers', question: 0, url: 'https://a.example/x' });
    throw lost;
  };
  const lease = { start: async () => undefined, call, release: () => undefined };
  const models = openModelStore({ authorize: () => ({}) }, (() => lease) as unknown as LeaseStore);
  await expect(models.obtain(manifest, 'p')).rejects.toBe(lost);
  await new Promise((resolve) => setTimeout(resolve));
  expect(unhandled).not.toHaveBeenCalled();
});
