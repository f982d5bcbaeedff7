import { describe, expect, it, onTestFinished } from 'vitest';
import { serveFaults, type Fault, type FaultServerOptions } from './fault-server.ts';

const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));

async function serve(fault?: Fault, cors?: FaultServerOptions['cors']) {
  const server = await serveFaults({ files: { '/model': content }, ...(cors && { cors }) });
  onTestFinished(() => server.close());
  if (fault) server.inject(() => fault);
  const get = (headers: Record<string, string> = {}, path = '/model') =>
    fetch(server.origin + path, { headers, redirect: 'manual' });
  return { server, get };
}

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe('a healthy answer', () => {
  it('is the file, or the range of it, and is written down', async () => {
    const { server, get } = await serve();
    expect(await bytesOf(await get())).toEqual(content);
    const part = await get({ range: 'bytes=10-19' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe('bytes 10-19/300000');
    expect(await bytesOf(part)).toEqual(content.subarray(10, 20));
    await server.seen(({ nth, state }) => nth === 1 && state === 'sent');
    expect(server.requests).toMatchObject([
      { nth: 0, range: undefined, sentBytes: 300_000, state: 'sent' },
      { nth: 1, range: { start: 10, end: 20 }, sentBytes: 10 },
    ]);
  });

  it('is 404 for another path, 416 past the end, 200 to an If-Range of another version', async () => {
    const { get } = await serve();
    expect((await get({}, '/other')).status).toBe(404);
    expect((await get({ range: 'bytes=300000-' })).status).toBe(416);
    expect((await get({ range: 'bytes=0-9', 'if-range': '"old"' })).status).toBe(200);
    const etag = (await get()).headers.get('etag') as string;
    expect((await get({ range: 'bytes=0-9', 'if-range': etag })).status).toBe(206);
  });

  it('lets another origin in when asked to', async () => {
    const { server } = await serve(undefined, { expose: 'ETag' });
    const preflight = await fetch(`${server.origin}/model`, {
      method: 'OPTIONS',
      headers: { 'access-control-request-headers': 'x-key' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toBe('x-key');
    expect(preflight.headers.get('access-control-expose-headers')).toBe('ETag');
  });
});

describe('a faulty answer', () => {
  it.each([
    { name: 'is cut', fault: { cutAfter: 100_000 }, state: 'cut' },
    { name: 'is reset', fault: { resetAfter: 100_000 }, state: 'cut' },
  ])('$name after that many bytes', async ({ fault, state }) => {
    const { server, get } = await serve(fault);
    await expect(get().then(bytesOf)).rejects.toThrow('terminated');
    expect(await server.seen((request) => request.state === state)).toMatchObject({ sentBytes: 100_000 });
  });

  it('stalls until the client leaves', async () => {
    const { server, get } = await serve({ stallAfter: 5 });
    const response = await get();
    await server.seen(({ state }) => state === 'stalled');
    await response.body?.cancel();
    expect(await server.seen(({ state }) => state === 'closed')).toMatchObject({ sentBytes: 5 });
  });

  it('never comes', async () => {
    const { server } = await serve({ silent: true });
    const leave = new AbortController();
    const gone = expect(fetch(`${server.origin}/model`, { signal: leave.signal })).rejects.toThrow('aborted');
    await server.seen(({ state }) => state === 'stalled');
    leave.abort();
    await gone;
  });

  it.each<{ name: string; fault: Fault; bytes: Buffer }>([
    { name: 'longer', fault: { extraBytes: 1 }, bytes: Buffer.concat([content, Buffer.alloc(1)]) },
    { name: 'shorter', fault: { missingBytes: 1 }, bytes: content.subarray(0, -1) },
    { name: 'chunked', fault: { framing: 'chunked' }, bytes: content },
    { name: 'ended by the connection', fault: { framing: 'close' }, bytes: content },
    { name: 'gzip-coded', fault: { gzip: true }, bytes: content },
    { name: 'whole in spite of a range', fault: { ignoreRange: true }, bytes: content },
  ])('is $name', async ({ fault, bytes }) => {
    const { get } = await serve(fault);
    const response = await get(fault.ignoreRange ? { range: 'bytes=0-9' } : {});
    expect(response.status).toBe(200);
    expect(response.headers.has('content-length')).toBe(!fault.framing);
    expect(await bytesOf(response)).toEqual(bytes);
  });

  it('has one byte changed, counted from the start of the file', async () => {
    const { get } = await serve({ corruptAt: 12 });
    const part = await bytesOf(await get({ range: 'bytes=10-19' }));
    expect(part[2]).toBe(12 ^ 0xff);
    expect(part.filter((byte, index) => byte !== content[10 + index])).toHaveLength(1);
  });

  it('has the status, the headers, the page or the redirect that was wished for', async () => {
    const { server, get } = await serve({ status: 429, headers: { 'retry-after': '3' } });
    const busy = await get();
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '3']);
    server.inject(() => ({ redirect: '/elsewhere' }));
    const moved = await get();
    expect([moved.status, moved.headers.get('location')]).toEqual([302, '/elsewhere']);
    server.inject(() => ({ page: true }));
    expect((await get()).headers.get('content-type')).toBe('text/html');
    server.inject();
    expect(await bytesOf(await get())).toEqual(content);
  });
});
