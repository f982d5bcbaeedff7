/** What a browser does otherwise than Node: hidden redirects, hidden headers, preflights, codings. The server is on another origin. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { commands } from 'vitest/browser';
import type { FaultPlan } from '../../../../../tools/lib/fault-commands.ts';
import { TestClock } from '../../fixtures/test-clock.ts';
import { describeFile } from '../describe-file.ts';
import { downloadFile, type DownloadRequest } from './download-file.ts';

const content = new Uint8Array(Uint32Array.from({ length: 23_001 }, (_, index) => index * 2654435761).buffer);
const file = await describeFile('model', new Blob([content]), { chunkBytes: 10_000 });
const chunkCount = 10;

async function serve(...faults: FaultPlan['faults']): Promise<string> {
  const base64 = btoa(Array.from(content, (byte) => String.fromCharCode(byte)).join(''));
  const origin = await commands.startFaults({ content: base64, faults });
  onTestFinished(() => commands.stopFaults(origin));
  return origin;
}

function download(origin: string, changes: Partial<DownloadRequest> = {}) {
  const committed = new Map<number, Uint8Array>();
  const abort = new AbortController();
  const done = downloadFile({
    file,
    urls: [{ url: `${origin}/model` }],
    have: new Set(),
    policy: { allowedOrigins: [origin] },
    signal: abort.signal,
    onBytes: () => undefined,
    commitChunk: async (index, bytes) => void committed.set(index, bytes),
    clock: new TestClock(),
    ...changes,
  });
  return { done, committed, abort };
}

async function expectWhole({ done, committed }: ReturnType<typeof download>) {
  await done;
  const parts = Array.from(committed).toSorted(([a], [b]) => a - b);
  expect(
    new Uint8Array(await new Blob(parts.map(([, bytes]) => bytes as Uint8Array<ArrayBuffer>)).arrayBuffer()),
  ).toEqual(content);
}

describe('downloadFile in a browser, across origins', () => {
  it('asks for each chunk once, and needs no preflight', async () => {
    const origin = await serve(null);
    await expectWhole(download(origin));
    const requests = await commands.faultRequests(origin);
    expect(requests.map(({ method }) => method)).toEqual(Array(chunkCount).fill('GET'));
    expect(new Set(requests.map(({ range }) => range?.start)).size).toBe(chunkCount);
  });

  it('N1 resumes at the chunk whose connection was cut', async () => {
    const origin = await serve(null, null, { cutAfter: 3000 }, null);
    await expectWhole(download(origin));
    expect(await commands.faultRequests(origin)).toHaveLength(chunkCount + 1);
  });

  it('N2 notices silence', async () => {
    const origin = await serve({ stallAfter: 100 }, null);
    const clock = new TestClock();
    const running = download(origin, { clock });
    const whole = expectWhole(running);
    await commands.faultState(origin, 'stalled');
    clock.endPatience();
    await whole;
    await commands.faultState(origin, 'closed');
    expect(clock.slept).toEqual([250]);
  });

  it('N6 takes the whole, gzip-coded, where even ranges are coded', async () => {
    const origin = await serve({ gzip: true });
    const clock = new TestClock();
    await expectWhole(download(origin, { clock }));
    const requests = await commands.faultRequests(origin);
    expect(requests.map(({ range }) => range?.start)).toEqual([0, undefined]);
    expect(clock.slept).toEqual([250]);
  });

  it('N6 takes a body without a length, and refuses a byte too many', async () => {
    await expectWhole(download(await serve({ framing: 'close' })));
    await expectWhole(download(await serve({ framing: 'chunked', ignoreRange: true })));
    const longer = download(await serve({ extraBytes: 1 }));
    await expect(longer.done).rejects.toMatchObject({ code: 'integrity' });
    expect(longer.committed.size).toBe(0);
  });

  it('N7 keeps nothing of a page', async () => {
    const { done, committed } = download(await serve({ page: true }));
    await expect(done).rejects.toMatchObject({ code: 'integrity' });
    expect(committed.size).toBe(0);
  });

  it('N8 goes on whole after 416', async () => {
    const origin = await serve({ status: 416 }, null);
    await expectWhole(download(origin));
    expect(await commands.faultRequests(origin)).toHaveLength(2);
  });

  it('N9 does not follow a redirect that it cannot see', async () => {
    const target = await serve(null);
    const origin = await serve({ redirect: `${target}/model` });
    const { done } = download(origin, { policy: { allowedOrigins: [origin, target] } });
    await expect(done).rejects.toMatchObject({ code: 'policy' });
    expect(await commands.faultRequests(target)).toEqual([]);
  });

  it('N9 follows where the source says so, and takes no header of the page along', async () => {
    const target = await serve(null);
    const origin = await serve({ redirect: `${target}/model` });
    const policy = {
      allowedOrigins: [origin, target],
      headersFor: async () => ({ authorization: 'Bearer secret', 'x-key': 'secret' }),
    };
    await expectWhole(download(origin, { urls: [{ url: `${origin}/model`, redirect: 'follow' }], policy }));
    const seen = await commands.faultRequests(target);
    expect(seen.filter(({ headers }) => headers['x-key'] ?? headers['authorization'])).toEqual([]);
    // The first time with the page's headers to see whether it redirects, then once a chunk.
    const gets = (await commands.faultRequests(origin)).filter(({ method }) => method === 'GET');
    expect(gets).toHaveLength(1 + chunkCount);
  });

  it('N9 takes nothing from where it ended up, when that is not allowed', async () => {
    const target = await serve(null);
    const origin = await serve({ redirect: `${target}/model` });
    const { done, committed } = download(origin, { urls: [{ url: `${origin}/model`, redirect: 'follow' }] });
    await expect(done).rejects.toMatchObject({ code: 'policy' });
    expect(committed.size).toBe(0);
  });

  it('an abort rejects with the reason and ends the request', async () => {
    const origin = await serve({ stallAfter: 100 });
    const { done, abort } = download(origin);
    const reason = new Error('enough');
    const rejected = expect(done).rejects.toBe(reason);
    await commands.faultState(origin, 'stalled');
    abort.abort(reason);
    await rejected;
    await commands.faultState(origin, 'closed');
  });
});
