import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fetchEarly } from './early-files.ts';

const server = createServer((request, response) => {
  if (request.url === '/never') return;
  response.writeHead(request.url === '/there' ? 200 : 404).end('seven b');
});
let base = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => (server.closeAllConnections(), server.close()));

it('brings what can be had, and leaves the rest to the worker', async () => {
  const urls = { there: `${base}/there`, missing: `${base}/missing`, nowhere: 'http://127.0.0.1:1/' };
  const files = await fetchEarly(urls, new AbortController().signal);
  expect(Object.keys(files)).toEqual(['there']);
  expect(new TextDecoder().decode(files['there'])).toBe('seven b');
});

it('ends with its signal, without an error', async () => {
  const leaving = new AbortController();
  const files = fetchEarly({ never: `${base}/never` }, leaving.signal);
  leaving.abort();
  await expect(files).resolves.toEqual({});
});
