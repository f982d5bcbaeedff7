import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { CallLink } from '../connection/connection.ts';
import { ClientCalls } from './client-calls.ts';
import { WorkerCalls, type WorkerCall } from './worker-calls.ts';

/** Both ends over one channel, as a worker and its page have one. */
function connect() {
  const { port1, port2 } = new MessageChannel();
  const closed = new AbortController();
  onTestFinished(() => {
    closed.abort();
    port1.close();
  });
  const client = new ClientCalls(port1, closed.signal);
  const worker = new WorkerCalls(port2);
  port1.start();
  port2.start();
  return { client, worker, port1 };
}

/** One open call, and what its work does when it is run. */
function openCall(link: Partial<CallLink> = {}) {
  const { client, worker, port1 } = connect();
  const chunks: unknown[] = [];
  const call = client.open({ signal: undefined, onProgress: undefined, ...link }, (chunk) => chunks.push(chunk));
  onTestFinished(() => call.close());
  const run = (work: (open: WorkerCall) => unknown) => worker.run(call.id, work);
  return { call, run, chunks, port1, worker, client };
}

const aborted = ({ signal }: WorkerCall) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

describe('a call on the wire', () => {
  it('carries an abort with its reason', async () => {
    const controller = new AbortController();
    const { run } = openCall({ signal: controller.signal });
    const reply = run(aborted);
    controller.abort(new DOMException('enough', 'AbortError'));
    expect(await reply).toMatchObject({ ok: false, error: { name: 'AbortError', message: 'enough' } });
  });

  it('lets the signal of the caller go when it is closed', () => {
    const { signal } = new AbortController();
    const remove = vi.spyOn(signal, 'removeEventListener');
    const { call } = openCall({ signal });
    call.close();
    expect(remove).toHaveBeenCalledTimes(1);
  });

  it('X2 lets the signal go, and says nothing more, where the worker was ended under it', () => {
    const { port1, port2 } = new MessageChannel();
    onTestFinished(() => (port1.close(), port2.close()));
    const closed = new AbortController();
    const leaving = new AbortController();
    const remove = vi.spyOn(leaving.signal, 'removeEventListener');
    const client = new ClientCalls(port1, closed.signal);
    const calls = [1, 2].map(() => client.open({ signal: leaving.signal, onProgress: undefined }));
    const post = vi.spyOn(port1, 'postMessage');
    closed.abort();
    expect(remove).toHaveBeenCalledTimes(1);
    leaving.abort(new Error('enough'));
    for (const call of calls) call.close();
    expect(post).not.toHaveBeenCalled();
  });

  it('carries progress and chunks in order', async () => {
    const heard: unknown[] = [];
    const { promise: last, resolve } = Promise.withResolvers<unknown>();
    const { client, worker } = connect();
    const link: CallLink = { signal: undefined, onProgress: (value) => heard.push(value) };
    const call = client.open(link, (chunk) => (heard.push(chunk), chunk === 'c' && resolve(chunk)));
    await worker.run(call.id, async (open) => {
      open.report('a');
      await open.send('b');
      await open.send('c');
    });
    await last;
    expect(heard).toEqual(['a', 'b', 'c']);
  });

  it('tells nothing to a call that is over, nor from one', async () => {
    const progress = vi.fn();
    const { client, worker } = connect();
    const first = client.open({ signal: undefined, onProgress: progress });
    await worker.run(first.id, async (open) => {
      first.close();
      open.report('late');
    });
    const { promise: heard, resolve } = Promise.withResolvers<unknown>();
    const second = client.open({ signal: undefined, onProgress: resolve });
    await worker.run(second.id, (open) => open.report('now'));
    expect(await heard).toBe('now');
    expect(progress).not.toHaveBeenCalled();
  });

  it('is not disturbed by other messages on the same channel', async () => {
    const { run, port1 } = openCall();
    for (const message of [null, 1, 'x', {}, { id: 1, type: 'RAW' }, { nearside: 'ready' }]) port1.postMessage(message);
    expect(await run(async () => 'well')).toEqual({ ok: true, value: 'well' });
  });
});

describe('chunks', () => {
  it('stop until the reader has taken something', async () => {
    const { call, run } = openCall();
    const four = Promise.withResolvers<void>();
    let sent = 0;
    const reply = run(async (open) => {
      for (let i = 0; i < 6; i++) {
        await open.send(i);
        if (++sent === 4) four.resolve();
      }
    });
    await four.promise;
    await Promise.resolve();
    expect(sent).toBe(4);
    call.credit(2);
    await reply;
    expect(sent).toBe(6);
  });

  it('wake a waiting sender when the reader goes away', async () => {
    const { call, run } = openCall();
    const reply = run(async (open) => {
      for (;;) await open.send('never read');
    });
    call.abort(new Error('left'));
    expect(await reply).toMatchObject({ ok: false, error: { message: 'left' } });
  });
});

describe('a question in the middle of a call', () => {
  it('gets its answer, with progress on the way', async () => {
    const { run } = openCall({
      answer: async (question, { report }) => {
        report('half');
        return { question, blob: new Blob(['x']) };
      },
    });
    const progress: unknown[] = [];
    const reply = await run((open) => open.ask('which?', (value) => progress.push(value)));
    expect(reply).toMatchObject({ ok: true, value: { question: 'which?', blob: expect.any(Blob) } });
    expect(progress).toEqual(['half']);
  });

  it('gets the error of its answer, of its class', async () => {
    const { run } = openCall({ answer: () => Promise.reject(new DOMException('full', 'QuotaExceededError')) });
    const reply = await run((open) => open.ask(1));
    expect(reply).toMatchObject({ ok: false, error: { name: 'QuotaExceededError' } });
  });

  it('is refused where nobody answers, and where the answer cannot be cloned', async () => {
    expect(await openCall().run((open) => open.ask(1))).toMatchObject({
      ok: false,
      error: { nearside: { code: 'unsupported' } },
    });
    const { run } = openCall({ answer: async () => () => undefined });
    expect(await run((open) => open.ask(1))).toMatchObject({ ok: false, error: { name: 'DataCloneError' } });
  });

  it('ends with the call that is aborted, though the answer never comes', async () => {
    const controller = new AbortController();
    const answer = () => {
      controller.abort(new Error('enough'));
      return new Promise<never>(() => undefined);
    };
    const { run } = openCall({ signal: controller.signal, answer });
    expect(await run((open) => open.ask(1))).toMatchObject({ ok: false, error: { message: 'enough' } });
  });
});
