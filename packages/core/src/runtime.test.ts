import { describe, expect, it, vi } from 'vitest';
import type { Asset } from './assets.ts';
import type { LeaseRequest } from './lease-request.ts';
import { createRuntime } from './runtime.ts';
import { defineTask, type CallContext } from './task.ts';

interface Words {
  shout(word: string, context: CallContext): Promise<string>;
  letters(word: string, context: CallContext): AsyncIterable<string>;
}

const started = vi.fn();
const words = defineTask<Words, { readonly mark: string }>({
  name: 'words',
  version: '1',
  methods: { shout: { budgetMs: 1000 }, letters: { budgetMs: 1000 } },
  async start({ options }) {
    started();
    return {
      async shout(word, { report }) {
        report('half');
        return word.toUpperCase() + options.mark;
      },
      async *letters(word) {
        yield* word;
      },
    };
  },
});
const worker: Asset = { name: 'words.worker.js', url: new URL('file:///words.worker.js'), kind: 'script' };
const request = (mark: string): LeaseRequest<{ mark: string }> => ({
  worker,
  providers: [],
  modelFiles: {},
  options: { mark },
});

describe('a task in-process', () => {
  it('answers, reports and streams as in a worker', async () => {
    const lease = createRuntime({ worker: false }).lease(words, request('!'));
    await lease.start({});
    const progress: unknown[] = [];
    expect(await lease.call('shout', 'hey', { onProgress: (value) => progress.push(value) })).toBe('HEY!');
    expect(progress).toEqual(['half']);
    const letters: string[] = [];
    for await (const letter of lease.stream('letters', 'abc')) letters.push(letter);
    expect(letters).toEqual(['a', 'b', 'c']);
    lease.release();
  });

  it('is shared by equal requests, and ends with the last lease', async () => {
    started.mockClear();
    const runtime = createRuntime();
    const leases = ['!', '!', '?'].map((mark) => runtime.lease(words, request(mark)));
    await Promise.all(leases.map((lease) => lease.start({})));
    expect(started).toHaveBeenCalledTimes(2);
    leases[0]?.release();
    expect(await leases[1]?.call('shout', 'a')).toBe('A!');
    for (const lease of leases) lease.release();
    await runtime.lease(words, request('!')).start({});
    expect(started).toHaveBeenCalledTimes(3);
  });

  it('C2 rejects calls after the release, and may be released twice', async () => {
    const lease = createRuntime({ worker: false }).lease(words, request('!'));
    await lease.start({});
    lease.release();
    lease.release();
    await expect(lease.call('shout', 'a')).rejects.toMatchObject({ code: 'destroyed' });
  });

  it('has no method that the contract does not name', async () => {
    const lease = createRuntime({ worker: false }).lease(words, request('!'));
    await lease.start({});
    for (const method of ['constructor', 'whisper'] as 'shout'[])
      await expect(lease.call(method, 'a')).rejects.toMatchObject({ code: 'invalid-input', stage: 'call' });
  });
});
