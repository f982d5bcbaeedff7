import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { fetchAsset } from './fetch-asset.ts';

const body = Buffer.from('the model, byte for byte');
const bytes = body.length;
const sha256 = createHash('sha256').update(body).digest('hex');

/** A server of this test's own, on loopback. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/model`;
}

it.each([-1, 0, 1.5, 2 ** 53, Number.NaN])('a size of %d is refused before anybody is contacted', async (size) => {
  const asked = vi.fn();
  const url = await serve(asked);
  await expect(fetchAsset({ url, bytes: size })).rejects.toMatchObject({ code: 'model-invalid' });
  expect(asked).not.toHaveBeenCalled();
});

describe('fetchAsset over http', () => {
  it('gives the bytes, verified, and reports each chunk', async () => {
    const url = await serve((_, response) => response.end(body));
    const onBytes = vi.fn();
    expect(Buffer.from(await fetchAsset({ url, bytes, sha256, onBytes }))).toEqual(body);
    expect(onBytes.mock.calls.reduce((sum, [count]) => sum + (count as number), 0)).toBe(bytes);
  });

  it('counts decoded bytes: gzip and a missing length are well', async () => {
    const url = await serve((_, response) => {
      response.setHeader('content-encoding', 'gzip').write(gzipSync(body));
      response.end();
    });
    expect(Buffer.from(await fetchAsset({ url, bytes, sha256 }))).toEqual(body);
  });

  it.each([
    { name: 'longer', served: Buffer.concat([body, Buffer.from('!')]), code: 'integrity', message: 'more bytes' },
    { name: 'shorter', served: body.subarray(1), code: 'integrity', message: `${bytes - 1} bytes` },
    { name: 'another file of the same length', served: Buffer.alloc(bytes), code: 'integrity', message: 'SHA-256' },
    {
      name: "a captive portal's page",
      served: Buffer.from('<html>Please log in</html>'),
      code: 'integrity',
      message: 'bytes',
    },
    { name: 'nothing', served: Buffer.alloc(0), code: 'integrity', message: '0 bytes' },
  ])('refuses $name', async ({ served, code, message }) => {
    const url = await serve((_, response) => response.end(served));
    await expect(fetchAsset({ url, bytes, sha256 })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it('asks once more for what is wrong, and counts its bytes once', async () => {
    const answers = [Buffer.from('<html>Please log in</html>'), body];
    const url = await serve((_, response) => response.end(answers.shift()));
    const onBytes = vi.fn();
    expect(Buffer.from(await fetchAsset({ url, bytes, sha256, onBytes }))).toEqual(body);
    expect(onBytes.mock.calls.reduce((sum, [count]) => sum + (count as number), 0)).toBe(bytes);
  });

  it('does not ask a third time', async () => {
    const asked = vi.fn((_: unknown, response: ServerResponse) => void response.end('wrong'));
    await expect(fetchAsset({ url: await serve(asked), bytes, sha256 })).rejects.toMatchObject({ code: 'integrity' });
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('refuses changed bytes also where there is no crypto.subtle', async () => {
    vi.stubGlobal('crypto', {});
    onTestFinished(() => void vi.unstubAllGlobals());
    const url = await serve((_, response) => response.end(Buffer.alloc(bytes)));
    await expect(fetchAsset({ url, bytes, sha256 })).rejects.toMatchObject({ code: 'integrity' });
  });

  it.each([
    { status: 404, retryable: false, hint: 'nearside-assets copy' },
    { status: 403, retryable: false, hint: 'refused' },
    { status: 503, retryable: true, hint: 'refused' },
    { status: 429, retryable: true, hint: 'refused' },
  ])('says what a $status means', async ({ status, retryable, hint }) => {
    const url = await serve((_, response) => response.writeHead(status).end());
    await expect(fetchAsset({ url, bytes })).rejects.toMatchObject({
      code: 'network',
      stage: 'fetch',
      retryable,
      hint: expect.stringContaining(hint),
    });
  });

  it('tells a connection that was cut from one that was refused', async () => {
    const cut = await serve((request, response) => {
      response
        .writeHead(200, { 'content-length': String(bytes) })
        .write(body.subarray(0, 5), () => request.socket.destroy());
    });
    await expect(fetchAsset({ url: cut, bytes })).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining('broke off'),
    });
    await expect(fetchAsset({ url: 'http://127.0.0.1:1/model', bytes })).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining('cannot fetch'),
    });
  });

  it('rejects with the reason when it is aborted, before and while it loads', async () => {
    const reason = new Error('enough');
    await expect(fetchAsset({ url: 'http://127.0.0.1:1/', bytes, signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
    const controller = new AbortController();
    const url = await serve((_, response) => void response.writeHead(200).write(body.subarray(0, 5)));
    const loading = fetchAsset({ url, bytes, signal: controller.signal, onBytes: () => controller.abort(reason) });
    await expect(loading).rejects.toBe(reason);
  });
});

describe('fetchAsset from disk', () => {
  function file(content: Buffer): string {
    const folder = mkdtempSync(join(tmpdir(), 'nearside-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'model'), content);
    return pathToFileURL(join(folder, 'model')).href;
  }

  it('reads and verifies a file: URL', async () => {
    expect(Buffer.from(await fetchAsset({ url: file(body), bytes, sha256 }))).toEqual(body);
    await expect(fetchAsset({ url: file(Buffer.alloc(3)), bytes })).rejects.toMatchObject({ code: 'integrity' });
    await expect(fetchAsset({ url: file(Buffer.alloc(bytes)), bytes, sha256 })).rejects.toMatchObject({
      code: 'integrity',
    });
  });

  it('says that a file is missing', async () => {
    await expect(fetchAsset({ url: 'file:///none/such', bytes })).rejects.toMatchObject({
      code: 'network',
      hint: expect.stringContaining('dist/'),
    });
  });
});
