import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { serveStatic } from './static-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'nearside-static-'));
writeFileSync(join(folder, 'index.html'), '<p>home</p>');
writeFileSync(join(folder, 'code.wasm'), 'abc');
const server = await serveStatic({ mounts: { '/app/': folder }, headers: { 'x-test': 'yes' } });
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

it('serves a mount with MIME types and the given headers', async () => {
  const response = await fetch(`${server.origin}/app/code.wasm`);
  expect(await response.text()).toBe('abc');
  expect(response.headers.get('content-type')).toBe('application/wasm');
  expect(response.headers.get('x-test')).toBe('yes');
  expect(await (await fetch(`${server.origin}/app/`)).text()).toBe('<p>home</p>');
});

it('answers 404 outside its mounts, also to an encoded way out, and logs every request', async () => {
  expect((await fetch(`${server.origin}/app/..%2f..%2fetc/passwd`)).status).toBe(404);
  expect((await fetch(`${server.origin}/code.wasm`)).status).toBe(404);
  expect(server.requests).toContain('GET /code.wasm');
});

it('answers what it is told to in place of a file', async () => {
  const failing = await serveStatic({
    mounts: { '/': folder },
    instead: (path) =>
      path === '/code.wasm' ? { status: 503, headers: { 'retry-after': '1' }, body: 'busy' } : undefined,
  });
  const response = await fetch(`${failing.origin}/code.wasm`);
  expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([503, '1', 'busy']);
  expect((await fetch(`${failing.origin}/index.html`)).status).toBe(200);
  await failing.close();
});
