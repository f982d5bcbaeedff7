import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  serveFaults,
  type Fault,
  type FaultServer,
  type FaultServerOptions,
  type Injection,
} from '../../../../../tools/lib/fault-server.ts';
import { chunkBytes, content, file, smallFile, TestDownload, timesAsked } from '../../fixtures/download.ts';
import { TestClock } from '../../fixtures/test-clock.ts';
import { describeFile } from '../describe-file.ts';
import { maxAttempts } from './back-off.ts';
import { parallel } from './from-source.ts';

/** A server with the model at `/model`, closed with the test. */
async function serveModel(options: Partial<FaultServerOptions> = {}): Promise<FaultServer> {
  const server = await serveFaults({ files: { '/model': content }, ...options });
  onTestFinished(() => server.close());
  return server;
}

const indexOf = ({ range }: Parameters<Injection>[0]) => (range ? range.start / chunkBytes : undefined);
const isChunk = (index: number) => (request: Parameters<Injection>[0]) => indexOf(request) === index;
const once = (fault: Fault, when: (request: Parameters<Injection>[0]) => boolean = () => true): Injection => {
  let done = false;
  return (request) => {
    if (done || !when(request)) return undefined;
    done = true;
    return fault;
  };
};

async function expectWhole(download: TestDownload) {
  await download.run();
  expect(download.bytes.equals(content)).toBe(true);
  expect(download.loadedBytes).toBe(content.length);
  expect(download.mostHeld).toBeLessThanOrEqual(parallel);
}

describe('a healthy download', () => {
  it('asks for each chunk once, several at a time', async () => {
    const server = await serveModel();
    await expectWhole(new TestDownload([server.origin]));
    expect([...timesAsked(server).values()]).toEqual(Array(10).fill(1));
  });

  it('asks only for what is missing, and for nothing when nothing is', async () => {
    const server = await serveModel();
    const download = new TestDownload([server.origin], { have: new Set([0, 2, 3, 9]) });
    await download.run();
    expect([...download.committed.keys()].toSorted()).toEqual([1, 4, 5, 6, 7, 8]);
    expect([...timesAsked(server).keys()].toSorted()).toEqual([1, 4, 5, 6, 7, 8]);
    await new TestDownload([server.origin], { have: new Set(Array(10).keys()) }).run();
    expect(server.requests).toHaveLength(6);
  });

  it('fetches a file of one chunk without a range', async () => {
    const server = await serveModel();
    await expectWhole(new TestDownload([server.origin], { file: smallFile }));
    expect(server.requests).toMatchObject([{ range: undefined }]);
  });

  it('verifies also where there is no crypto.subtle', async () => {
    vi.stubGlobal('crypto', {});
    onTestFinished(() => void vi.unstubAllGlobals());
    const server = await serveModel();
    await expectWhole(new TestDownload([server.origin]));
    server.inject(() => ({ corruptAt: 5 }));
    await expect(new TestDownload([server.origin]).run()).rejects.toMatchObject({ code: 'integrity' });
  });

  it('says that no URL was given', async () => {
    await expect(new TestDownload([]).run()).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('N1 a connection that is cut in mid-chunk', () => {
  it('N1 costs that chunk only: no committed chunk is fetched twice', async () => {
    const server = await serveModel();
    server.inject(once({ cutAfter: 7000 }, isChunk(4)));
    const download = new TestDownload([server.origin]);
    await expectWhole(download);
    expect(Object.fromEntries(timesAsked(server))).toEqual({
      0: 1,
      1: 1,
      2: 1,
      3: 1,
      4: 2,
      5: 1,
      6: 1,
      7: 1,
      8: 1,
      9: 1,
    });
    expect(download.retries).toMatchObject([{ attempt: 1, reason: { code: 'network' } }]);
  });

  it('N1 leaves what was committed to the next visit', async () => {
    const server = await serveModel();
    server.inject((request) => ((indexOf(request) ?? 0) >= 5 ? { cutAfter: 10 } : undefined));
    const first = new TestDownload([server.origin]);
    await expect(first.run()).rejects.toMatchObject({ code: 'network', retryable: true });
    server.inject();
    const before = timesAsked(server);
    const second = new TestDownload([server.origin], { have: new Set(first.committed.keys()) });
    await second.run();
    for (const index of first.committed.keys()) expect(timesAsked(server).get(index)).toBe(before.get(index));
    expect(first.committed.size + second.committed.size).toBe(10);
  });

  it('N1 goes on with the rest of the body where the server knows no ranges', async () => {
    const server = await serveModel();
    server.inject(({ nth }) => ({ ignoreRange: true, ...(nth < 3 && { cutAfter: (nth + 1) * 15_000 }) }));
    await expectWhole(new TestDownload([server.origin]));
    expect(server.requests).toHaveLength(4);
  });
});

describe('N2 a server that falls silent, or resets', () => {
  it.each<{ name: string; fault: Fault }>([
    { name: 'before its answer', fault: { silent: true } },
    { name: 'in mid-chunk', fault: { stallAfter: 7000 } },
  ])('N2 silence $name is noticed, and the request made again', async ({ fault }) => {
    const server = await serveModel();
    server.inject(once(fault, isChunk(0)));
    const download = new TestDownload([server.origin]);
    const whole = expectWhole(download);
    await server.seen(({ state }) => state === 'stalled');
    download.clock.endPatience();
    await whole;
    await server.seen(({ nth, state }) => nth === 0 && state === 'closed');
    expect(download.retries).toMatchObject([{ reason: { message: expect.stringContaining('silent for 20 s') } }]);
  });

  it('N2 ends as a retryable error when it stays so, after back-off with jitter', async () => {
    const server = await serveModel();
    server.inject(() => ({ resetAfter: 1000 }));
    const download = new TestDownload([server.origin]);
    await expect(download.run()).rejects.toMatchObject({ code: 'network', retryable: true });
    expect(server.requests).toHaveLength(maxAttempts);
    // Half of 500 ms, doubled each time: the test's chance is always one half.
    expect(download.clock.slept).toEqual([250, 500, 1000, 2000, 4000]);
    expect(download.loadedBytes).toBe(0);
    server.inject();
    await expectWhole(new TestDownload([server.origin]));
  });

  it('N2 waits at most for the next mirror', async () => {
    const [first, second] = [await serveModel(), await serveModel()];
    first.inject(() => ({ resetAfter: 0 }));
    await expectWhole(new TestDownload([first.origin, second.origin]));
    expect(first.requests).toHaveLength(maxAttempts);
  });
});

describe('N1 N2 a connection that ends before a chunk does', () => {
  it('N1 keeps what it brought: only the rest of the chunk is asked for', async () => {
    const server = await serveModel();
    server.inject(once({ stallAfter: 7000 }, isChunk(0)));
    const download = new TestDownload([server.origin]);
    const whole = expectWhole(download);
    await vi.waitUntil(() => download.loadedBytes === 7000);
    download.clock.endPatience();
    await whole;
    expect(server.requests[1]).toMatchObject({ range: { start: 7000, end: chunkBytes } });
  });

  it('N1 begins the chunk anew where the rest does not fit what it brought', async () => {
    const server = await serveModel();
    server.inject(once({ stallAfter: 7000, corruptAt: 10 }, isChunk(0)));
    const download = new TestDownload([server.origin]);
    const whole = expectWhole(download);
    await vi.waitUntil(() => download.loadedBytes === 7000);
    download.clock.endPatience();
    await whole;
    expect(server.requests.slice(0, 3).map(({ range }) => range?.start)).toEqual([0, 7000, 0]);
  });

  it('N1 counts nothing twice where the whole comes in place of the rest', async () => {
    const server = await serveModel();
    server.inject(({ nth }) => (nth === 0 ? { stallAfter: 7000 } : { ignoreRange: true }));
    const download = new TestDownload([server.origin]);
    const whole = expectWhole(download);
    await vi.waitUntil(() => download.loadedBytes === 7000);
    download.clock.endPatience();
    await whole;
    expect(server.requests).toHaveLength(2);
  });

  it('N2 goes on for as long as every connection brings something', async () => {
    const bytes = new Uint8Array(1_000_001).fill(7);
    const server = await serveModel({ files: { '/model': bytes } });
    server.inject(() => ({ stallAfter: 100_000 }));
    const large = await describeFile('model', new Blob([bytes]), { chunkBytes: 1_000_000 });
    const download = new TestDownload([server.origin], { file: large });
    const done = download.run();
    for (let brought = 1; brought < 10; brought++) {
      await vi.waitUntil(() => download.loadedBytes === brought * 100_000);
      download.clock.endPatience();
    }
    await done;
    expect(download.bytes).toHaveLength(bytes.length);
    expect(download.retries).toHaveLength(9);
    expect(download.retries.length).toBeGreaterThan(maxAttempts);
  });
});

describe('N3 a server that is busy', () => {
  it('N3 503 is asked again', async () => {
    const server = await serveModel();
    server.inject(once({ status: 503 }));
    const download = new TestDownload([server.origin]);
    await expectWhole(download);
    expect(download.clock.slept).toEqual([250]);
  });

  it.each([-1, 0, 1])('N3 Retry-After is obeyed in seconds and as a date, with a clock %i years off', async (years) => {
    const server = await serveModel();
    const clock = new TestClock(Date.parse('2025-07-01T12:00:00Z') + years * 365 * 86_400_000);
    server.inject(({ nth }) => {
      if (nth === 0) return { status: 429, headers: { 'retry-after': '7' } };
      const date = 'Tue, 01 Jul 2025 12:00:00 GMT';
      return nth === 1 ? { status: 503, headers: { 'retry-after': 'Tue, 01 Jul 2025 12:00:09 GMT', date } } : undefined;
    });
    await expectWhole(new TestDownload([server.origin], { clock }));
    expect(clock.slept).toEqual([7000, 9000]);
  });

  it('N3 nobody asks while the server wants to be left alone', async () => {
    const server = await serveModel();
    server.inject(once({ status: 429, headers: { 'retry-after': '30' } }, isChunk(2)));
    const asked: { index: number | undefined; atMs: number }[] = [];
    const clock = new TestClock();
    const policy = {
      allowedOrigins: [server.origin],
      headersFor: async () => (asked.push({ index: server.requests.length, atMs: clock.now() }), {}),
    };
    await expectWhole(new TestDownload([server.origin], { clock, policy }));
    const told = clock.slept.indexOf(30_000);
    expect(told).toBeGreaterThanOrEqual(0);
    // Asked before the answer came, or after the whole time had passed.
    for (const { atMs } of asked) expect([1e12, 1e12 + 30_000]).toContain(atMs);
  });

  it('N3 one that asks for more than a minute is left alone: the next mirror, or a retryable error', async () => {
    const [busy, other] = [await serveModel(), await serveModel()];
    busy.inject(() => ({ status: 503, headers: { 'retry-after': '3600' } }));
    const download = new TestDownload([busy.origin]);
    await expect(download.run()).rejects.toMatchObject({ code: 'network', retryable: true });
    expect(download.clock.slept).toEqual([]);
    await expectWhole(new TestDownload([busy.origin, other.origin]));
  });

  it.each([401, 403, 404, 410])('%i is not asked again', async (status) => {
    const [first, second] = [await serveModel(), await serveModel()];
    first.inject(() => ({ status }));
    await expect(new TestDownload([first.origin]).run()).rejects.toMatchObject({ code: 'network', retryable: false });
    expect(first.requests).toHaveLength(1);
    await expectWhole(new TestDownload([first.origin, second.origin]));
  });
});

describe('N5 a corrupt byte', () => {
  it('N5 costs that chunk again, once and at once', async () => {
    const server = await serveModel();
    server.inject(once({ corruptAt: 51_234 }, isChunk(5)));
    const download = new TestDownload([server.origin]);
    await expectWhole(download);
    expect(timesAsked(server).get(5)).toBe(2);
    expect(download.clock.slept).toEqual([0]);
  });

  it('N5 twice: the next mirror, which is asked for nothing that is here', async () => {
    const [bad, good] = [await serveModel(), await serveModel()];
    bad.inject(() => ({ corruptAt: 91_234 }));
    const download = new TestDownload([bad.origin, good.origin]);
    await expectWhole(download);
    expect(timesAsked(bad).get(9)).toBe(2);
    expect(timesAsked(good).get(9)).toBe(1);
    expect(timesAsked(good).size).toBeLessThanOrEqual(parallel);
    expect(download.retries.at(-1)).toMatchObject({ url: `${good.origin}/model`, reason: { code: 'integrity' } });
  });

  it('N5 everywhere: integrity, that chunk is not kept, and the next call works', async () => {
    const servers = [await serveModel(), await serveModel()];
    for (const { inject } of servers) inject(() => ({ corruptAt: 31_234 }));
    const download = new TestDownload(servers.map(({ origin }) => origin));
    await expect(download.run()).rejects.toMatchObject({ code: 'integrity', retryable: false });
    expect(download.committed.has(3)).toBe(false);
    for (const { inject } of servers) inject();
    await expectWhole(new TestDownload(servers.map(({ origin }) => origin)));
  });

  it('N5 with a mirror that is down too: integrity, and worth another call', async () => {
    const [bad, down] = [await serveModel(), await serveModel()];
    bad.inject(() => ({ corruptAt: 5 }));
    down.inject(() => ({ status: 503 }));
    const failure = new TestDownload([bad.origin, down.origin]).run();
    await expect(failure).rejects.toMatchObject({
      code: 'integrity',
      retryable: true,
      cause: { errors: { length: 2 } },
    });
  });

  it('N5 in a body that comes whole: the chunks behind it are taken in the same go', async () => {
    const server = await serveModel();
    server.inject(({ nth }) => ({ ignoreRange: true, ...(nth === 0 && { corruptAt: 21_234 }) }));
    const download = new TestDownload([server.origin]);
    await expectWhole(download);
    expect(server.requests).toHaveLength(2);
    expect([...download.committed.keys()].at(-1)).toBe(2);
  });
});

describe('N6 a body of another length', () => {
  it.each<{ name: string; fault: Fault }>([
    { name: 'without a length', fault: { framing: 'chunked' } },
    { name: 'whole, without a length', fault: { ignoreRange: true, framing: 'chunked' } },
    { name: 'whole, gzip-coded', fault: { ignoreRange: true, gzip: true } },
    { name: 'whole, gzip-coded, without a length', fault: { ignoreRange: true, gzip: true, framing: 'chunked' } },
  ])('N6 $name works', async ({ fault }) => {
    const server = await serveModel();
    server.inject(() => fault);
    const download = new TestDownload([server.origin]);
    await expectWhole(download);
    expect(download.mostHeld).toBeLessThanOrEqual(fault.ignoreRange ? 1 : parallel);
  });

  it('N6 ended by the connection works', async () => {
    const bytes = content.subarray(0, 5000);
    const server = await serveModel({ files: { '/model': bytes } });
    server.inject(() => ({ framing: 'close' }));
    const download = new TestDownload([server.origin], {
      file: await describeFile('model', new Blob([new Uint8Array(bytes)])),
    });
    await download.run();
    expect(download.bytes.equals(bytes)).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it('N6 gzip-coded ranges are given up for the whole', async () => {
    const server = await serveModel();
    server.inject(({ range }) => (range ? { gzip: true } : undefined));
    await expectWhole(new TestDownload([server.origin]));
    expect(server.requests.map(({ range }) => range === undefined)).toEqual([false, true]);
  });

  it.each<{ name: string; fault: Fault; message: string }>([
    { name: 'a byte too few', fault: { missingBytes: 1 }, message: `has ${chunkBytes - 1} bytes` },
    { name: 'a byte too many', fault: { extraBytes: 1 }, message: 'has more bytes' },
    { name: 'a byte too few in the whole', fault: { ignoreRange: true, missingBytes: 1 }, message: 'has 2003 bytes' },
    { name: 'a byte too many in the whole', fault: { ignoreRange: true, extraBytes: 1 }, message: 'has more bytes' },
  ])('N6 $name is integrity', async ({ fault, message }) => {
    const server = await serveModel();
    server.inject(() => fault);
    const download = new TestDownload([server.origin]);
    await expect(download.run()).rejects.toMatchObject({
      code: 'integrity',
      message: expect.stringContaining(message),
    });
    expect(download.committed.size).toBeLessThan(10);
    server.inject();
    await expectWhole(new TestDownload([server.origin]));
  });

  it.each<Fault>([{ missingBytes: 1 }, { extraBytes: 1 }, { extraBytes: 1, framing: 'chunked' }])(
    'N6 nothing is kept of a small file with %o',
    async (fault) => {
      const server = await serveModel();
      server.inject(() => fault);
      const download = new TestDownload([server.origin], { file: smallFile });
      await expect(download.run()).rejects.toMatchObject({ code: 'integrity' });
      expect(download.committed.size).toBe(0);
      expect(download.loadedBytes).toBe(0);
    },
  );
});

describe('N7 an HTML page with status 200', () => {
  it.each([{ of: file }, { of: smallFile }])('N7 is integrity, and nothing is kept', async ({ of }) => {
    const server = await serveModel();
    server.inject(() => ({ page: true }));
    const download = new TestDownload([server.origin], { file: of });
    await expect(download.run()).rejects.toMatchObject({ code: 'integrity', stage: 'verify' });
    expect(download.committed.size).toBe(0);
    expect(download.loadedBytes).toBe(0);
    expect(server.requests).toHaveLength(2);
    server.inject();
    await expectWhole(new TestDownload([server.origin], { file: of }));
  });
});

describe('N8 a server that mistakes ranges', () => {
  it('N8 200 to a Range: the body is used as it comes, in one request', async () => {
    const server = await serveModel();
    server.inject(() => ({ ignoreRange: true }));
    const download = new TestDownload([server.origin], { have: new Set([0, 4]) });
    await download.run();
    expect([...download.committed.keys()]).toEqual([1, 2, 3, 5, 6, 7, 8, 9]);
    expect(download.loadedBytes).toBe(content.length - 2 * chunkBytes);
    expect(server.requests).toHaveLength(1);
  });

  it('N8 200 to a Range: the rest of the body is not loaded when nothing is missing any more', async () => {
    const server = await serveModel();
    server.inject(() => ({ ignoreRange: true, stallAfter: 15_000 }));
    const download = new TestDownload([server.origin], { have: new Set([1, 2, 3, 4, 5, 6, 7, 8, 9]) });
    await download.run();
    expect([...download.committed.keys()]).toEqual([0]);
    await server.seen(({ state }) => state === 'closed');
  });

  it('N8 200 to a Range in the middle of it: the rest comes whole, nothing doubled', async () => {
    const server = await serveModel();
    server.inject(({ nth }) => (nth >= 3 ? { ignoreRange: true } : undefined));
    await expectWhole(new TestDownload([server.origin]));
    expect(timesAsked(server).get(-1)).toBe(1);
  });

  it('N8 416: the file is asked for whole', async () => {
    const server = await serveModel();
    server.inject(({ range }) => (range ? { status: 416 } : undefined));
    await expectWhole(new TestDownload([server.origin]));
    expect(server.requests).toHaveLength(2);
  });

  it('N8 another file, shorter than the range: integrity', async () => {
    const server = await serveModel({ files: { '/model': content.subarray(0, 5000) } });
    const download = new TestDownload([server.origin], { have: new Set([0]) });
    await expect(download.run()).rejects.toMatchObject({ code: 'integrity' });
    expect(download.committed.size).toBe(0);
  });

  it('N8 another range than was asked for: integrity', async () => {
    const server = await serveModel();
    server.inject(() => ({ headers: { 'content-range': `bytes 1-${chunkBytes}/${content.length}` } }));
    await expect(new TestDownload([server.origin]).run()).rejects.toMatchObject({ code: 'integrity' });
  });

  it('N8 ETag changed between chunks: what is committed stays, the rest is asked for anew', async () => {
    const server = await serveModel();
    server.inject(({ nth }) => ({ etag: nth < 4 ? '"old"' : '"new"' }));
    await expectWhole(new TestDownload([server.origin]));
    const conditional = server.requests.filter(({ headers }) => headers['if-range'] !== undefined);
    expect(conditional.length).toBeGreaterThan(0);
  });

  it('N8 ETag changed with every answer (a farm of servers): works, and stops asking for it', async () => {
    const server = await serveModel();
    server.inject(({ nth }) => ({ etag: `"${nth}"` }));
    await expectWhole(new TestDownload([server.origin]));
    expect(server.requests.length).toBeLessThanOrEqual(10 + 2 * parallel);
  });

  it('N8 ETag changed with the content: integrity, and what is committed is not touched', async () => {
    const server = await serveModel();
    const other = Buffer.from(content).fill(0);
    const files: Record<string, Buffer> = { '/model': content };
    const changing = await serveModel({ files });
    changing.inject(({ nth }) => {
      if (nth === 2) files['/model'] = other;
      return undefined;
    });
    const download = new TestDownload([changing.origin]);
    await expect(download.run()).rejects.toMatchObject({ code: 'integrity' });
    for (const [index, bytes] of download.committed) {
      expect(bytes.equals(content.subarray(index * chunkBytes, (index + 1) * chunkBytes))).toBe(true);
    }
    const rest = new TestDownload([server.origin], { have: new Set(download.committed.keys()) });
    await rest.run();
    expect(rest.committed.size + download.committed.size).toBe(10);
  });
});

describe('N9 a redirect', () => {
  const follow = (origin: string) => [{ url: `${origin}/model`, redirect: 'follow' as const }];

  it.each([
    { location: 'http://127.0.0.1:1/model' },
    { location: 'https://elsewhere.example/model' },
    { location: '/model?2' },
  ])('N9 to $location is not followed unless the source says so', async ({ location }) => {
    const server = await serveModel();
    server.inject(once({ redirect: location }));
    const download = new TestDownload([server.origin]);
    await expect(download.run()).rejects.toMatchObject({ code: 'policy' });
    expect(server.requests).toHaveLength(1);
    await expectWhole(new TestDownload([server.origin]));
  });

  it('N9 in a loop ends', async () => {
    const server = await serveModel();
    server.inject(() => ({ redirect: '/model' }));
    await expect(new TestDownload([server.origin]).run()).rejects.toMatchObject({ code: 'policy' });
    const following = new TestDownload([server.origin], { urls: follow(server.origin) });
    await expect(following.run()).rejects.toMatchObject({ code: 'policy' });
    expect(server.requests.length).toBeLessThan(10);
  });

  it('N9 is followed to an allowed origin where the source says so, and takes no header of the page along', async () => {
    const [first, second] = [await serveModel(), await serveModel()];
    first.inject(({ path }) => (path === '/model' ? { redirect: '/model?2' } : { redirect: `${second.origin}/model` }));
    const policy = {
      allowedOrigins: [first.origin, second.origin],
      headersFor: async () => ({ authorization: 'Bearer secret', 'x-key': 'secret', range: 'bytes=0-0' }),
    };
    await expectWhole(new TestDownload([first.origin], { urls: follow(first.origin), policy }));
    expect(first.requests.every(({ headers }) => headers['x-key'] === 'secret')).toBe(true);
    expect(second.requests).toHaveLength(10);
    for (const { headers } of second.requests) {
      expect(headers['authorization'] ?? headers['x-key']).toBeUndefined();
    }
  });

  it('N9 to an origin that is not allowed is policy, and that origin is not contacted', async () => {
    const [first, second] = [await serveModel(), await serveModel()];
    first.inject(() => ({ redirect: `${second.origin}/model` }));
    const download = new TestDownload([first.origin], { urls: follow(first.origin) });
    await expect(download.run()).rejects.toMatchObject({ code: 'policy' });
    expect(second.requests).toHaveLength(0);
  });

  it.each([
    'https://models.example/model',
    'blob:http://127.0.0.1/x',
    'data:,x',
    'javascript:1',
    'file:///etc/passwd',
    'model',
  ])('N9 %s is not contacted in the first place', async (url) => {
    const download = new TestDownload([], {
      urls: [{ url }],
      policy: { allowedOrigins: ['http://127.0.0.1', 'null'] },
    });
    await expect(download.run()).rejects.toMatchObject({ code: 'policy' });
  });

  it('N9 a page that cannot authorize is told so', async () => {
    const server = await serveModel();
    const cause = new Error('logged out');
    const policy = { allowedOrigins: [server.origin], headersFor: () => Promise.reject(cause) };
    await expect(new TestDownload([server.origin], { policy }).run()).rejects.toMatchObject({ code: 'policy', cause });
    expect(server.requests).toHaveLength(0);
  });
});

describe('an abort', () => {
  const reason = new Error('enough');

  it('before the start makes no request', async () => {
    const server = await serveModel();
    await expect(new TestDownload([server.origin], { signal: AbortSignal.abort(reason) }).run()).rejects.toBe(reason);
    expect(server.requests).toHaveLength(0);
  });

  it.each<{ name: string; fault: Fault }>([
    { name: 'an answer', fault: { silent: true } },
    { name: 'a body', fault: { stallAfter: 1000 } },
    { name: 'a body that comes whole', fault: { ignoreRange: true, stallAfter: 1000 } },
  ])('in the wait for $name rejects with the reason and ends the request', async ({ fault }) => {
    const server = await serveModel();
    server.inject(() => fault);
    const download = new TestDownload([server.origin]);
    const failure = expect(download.run()).rejects.toBe(reason);
    await server.seen(({ state }) => state === 'stalled');
    download.abort(reason);
    await failure;
    await server.seen(({ state }) => state === 'closed');
  });

  it('in the middle of a commit does not wait for it, and nothing more is committed', async () => {
    const server = await serveModel();
    const commitChunk = vi.fn(() => new Promise<void>(() => undefined));
    const download = new TestDownload([server.origin], { commitChunk });
    const failure = expect(download.run()).rejects.toBe(reason);
    await vi.waitUntil(() => commitChunk.mock.calls.length > 0);
    download.abort(reason);
    await failure;
    expect(commitChunk).toHaveBeenCalledTimes(1);
  });

  it('in a back-off does not wait for its end', async () => {
    const server = await serveModel();
    server.inject(() => ({ status: 503 }));
    class Sleepy extends TestClock {
      override sleep = (ms: number, signal?: AbortSignal) =>
        new Promise<void>((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
          if (ms < 1000) download.abort(reason);
        });
    }
    const download: TestDownload = new TestDownload([server.origin], { clock: new Sleepy() });
    await expect(download.run()).rejects.toBe(reason);
  });
});

describe('a store that fails', () => {
  it('ends the download with what it threw: it is not the server that is asked again', async () => {
    const [first, second] = [await serveModel(), await serveModel()];
    const full = new Error('disk full');
    const commitChunk = vi.fn((index: number) => (index === 3 ? Promise.reject(full) : Promise.resolve()));
    const download = new TestDownload([first.origin, second.origin], { commitChunk });
    await expect(download.run()).rejects.toBe(full);
    expect(second.requests).toHaveLength(0);
    expect(timesAsked(first).get(3)).toBe(1);
  });

  it('never gets a chunk twice, however long a commit takes while the server fails', async () => {
    const [first, second] = [await serveModel(), await serveModel()];
    first.inject((request) => (isChunk(2)(request) ? { status: 404 } : undefined));
    let release = () => {};
    const slow = new Promise<void>((resolve) => (release = resolve));
    const committed: number[] = [];
    const download = new TestDownload([first.origin, second.origin], {
      commitChunk: async (index) => {
        committed.push(index);
        if (index === 1) await slow;
      },
    });
    const done = download.run();
    await vi.waitUntil(() => committed.includes(1) && first.requests.some(isChunk(2)));
    release();
    await done;
    expect(committed.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
