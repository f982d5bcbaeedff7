/** The store's own worker, in a browser that lacks or breaks something: what a page cannot reach from outside is changed in front of its script. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../tools/lib/workspace.ts';
import type { PageSite } from './serve.ts';

const script = 'nearside-store.worker.js';

/**
 * Serves it with a change in front.
 *
 * @param change JavaScript that runs in the worker before the store does.
 */
export function changeStoreWorker(site: PageSite, change: string): void {
  const body = `${change};\n${readFileSync(join(root, 'packages', 'core', 'dist', script), 'utf8')}`;
  site.inject((path) => (path.endsWith(script) ? { status: 200, body } : undefined));
}

/** Changes that make a browser poorer. */
export const without = {
  opfs: "Object.defineProperty(StorageManager.prototype, 'getDirectory', { value: undefined })",
  unknownErrorFromPut:
    "Cache.prototype.put = () => Promise.reject(new DOMException('Internal error.', 'UnknownError'))",
  indexedDb: "Object.defineProperty(globalThis, 'indexedDB', { value: undefined })",
  caches: "Object.defineProperty(globalThis, 'caches', { value: undefined })",
} as const;

/** A device whose clock is wrong. */
export function clockOff(years: number): string {
  const ms = years * 365 * 24 * 3600 * 1000;
  return `{ const { now } = Date; Date.now = () => now() + ${ms}; }`;
}
