import { describe, expect, it, onTestFinished } from 'vitest';
import { openClientPort, openWorkerPort } from './call-port.ts';
import type { ToClient } from './protocol.ts';

/** Both ends, with what the client heard so far and a way to wait for more. */
function connect(signal?: AbortSignal) {
  const heard: ToClient[] = [];
  const waiting: (() => void)[] = [];
  const client = openClientPort(signal, (message) => {
    heard.push(message);
    for (const wake of waiting.splice(0)) wake();
  });
  onTestFinished(() => client.close());
  const worker = openWorkerPort(client.remote);
  const until = async (count: number) => {
    while (heard.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return { client, worker, heard, until };
}

describe('the port of a call', () => {
  it('carries an abort with its reason', async () => {
    const controller = new AbortController();
    const { worker } = connect(controller.signal);
    const aborted = new Promise((resolve) => worker.signal.addEventListener('abort', resolve));
    controller.abort(new DOMException('enough', 'AbortError'));
    await aborted;
    expect(worker.signal.reason).toMatchObject({ name: 'AbortError', message: 'enough' });
  });

  it('carries progress and chunks in order', async () => {
    const { worker, heard, until } = connect();
    worker.report('a');
    await worker.send('b');
    worker.end({ ok: true, value: undefined });
    await until(3);
    expect(heard.map(({ type }) => type)).toEqual(['progress', 'chunk', 'end']);
  });

  it('stops sending until the reader has taken something', async () => {
    const { client, worker, heard, until } = connect();
    let sent = 0;
    const sending = (async () => {
      for (let i = 0; i < 6; i++) {
        await worker.send(i);
        sent += 1;
      }
    })();
    await until(4);
    expect(sent).toBe(4);
    client.credit(2);
    await sending;
    await until(6);
    expect(heard).toHaveLength(6);
  });

  it('wakes a waiting sender when the reader goes away', async () => {
    const controller = new AbortController();
    const { worker } = connect(controller.signal);
    for (let i = 0; i < 4; i++) await worker.send(i);
    const blocked = worker.send('never');
    controller.abort(new Error('left'));
    await expect(blocked).rejects.toThrow('left');
  });
});
