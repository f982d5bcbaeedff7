import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { checkEnds } from './file-ends.ts';
import { readEnds, type IdentifyInput } from './read-ends.ts';

const numbered = (length: number) => Uint8Array.from({ length }, (_, index) => index * 7 + (index >> 8));

/** A stream of `bytes` in chunks of the given sizes, round and round. */
function* chunked(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] as number;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function* asyncChunks(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

describe('readEnds', () => {
  it.each([0, 1, 7, 8, 4095, 4096, 4097, 8191, 8192, 8193, 100_000])(
    'reads the same ends of %i bytes, in every form',
    async (size) => {
      const bytes = numbered(size);
      const cut = Math.min(4096, size);
      const want = { size, beginning: bytes.slice(0, cut), end: bytes.slice(size - cut) };
      const forms: IdentifyInput[] = [
        new Blob([bytes]),
        new File([bytes], 'name'),
        bytes,
        bytes.buffer,
        new DataView(bytes.buffer),
        new Blob([bytes]).stream(),
        asyncChunks(chunked(bytes, [1000, 3, 5000])),
        asyncChunks(chunked(bytes, [1])),
      ];
      for (const form of forms) expect(await readEnds(form)).toEqual(want);
    },
  );

  it('takes any cutting of a stream for the same file', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 20_000, size: 'max' }),
        fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 8 }),
        async (bytes, sizes) => {
          expect(await readEnds(asyncChunks(chunked(bytes, sizes)))).toEqual(await readEnds(bytes));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('reads a view, not its whole buffer', async () => {
    const view = numbered(100).subarray(10, 20);
    expect(await readEnds(view)).toEqual({ size: 10, beginning: view.slice(), end: view.slice() });
  });

  it('reads shared memory, by copy', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(4)).fill(65);
    const { beginning } = await readEnds(shared);
    expect([...beginning]).toEqual([65, 65, 65, 65]);
    expect(beginning.buffer).toBeInstanceOf(ArrayBuffer);
    expect((await readEnds(shared.buffer)).size).toBe(4);
  });

  it('detaches and changes nothing, and keeps no view of it', async () => {
    const bytes = numbered(5000);
    const copy = bytes.slice();
    const { beginning } = await readEnds(bytes);
    beginning.fill(0);
    expect(bytes).toEqual(copy);
  });

  it('asks a Blob of any size for two slices of at most 4 KiB', async () => {
    const sizes: number[] = [];
    const huge = new Blob(['start']);
    Object.defineProperty(huge, 'size', { value: 100 * 2 ** 30 });
    vi.spyOn(huge, 'slice').mockImplementation((from = 0, to = 0) => {
      sizes.push(to - from);
      return new Blob([new Uint8Array(to - from)]);
    });
    expect(await readEnds(huge)).toMatchObject({ size: 100 * 2 ** 30 });
    expect(sizes).toEqual([4096, 4096]);
  });

  it('reads a long stream in constant memory', async () => {
    const chunk = numbered(1 << 16);
    async function* long() {
      for (let i = 0; i < 4096; i++) yield chunk;
    }
    const { size, end } = await readEnds(long());
    expect(size).toBe(4096 * (1 << 16));
    expect(end).toEqual(chunk.slice(-4096));
  });

  it.each([
    { name: 'undefined', input: undefined },
    { name: 'null', input: null },
    { name: 'a string', input: 'path/to/file' },
    { name: 'a number', input: 7 },
    { name: 'an object', input: {} },
    { name: 'a stream of strings', input: new ReadableStream({ start: (controller) => controller.enqueue('text') }) },
    { name: 'an iterator of nothing', input: asyncChunks([undefined as unknown as Uint8Array]) },
  ])('refuses $name', async ({ input }) => {
    const reading = readEnds(input as unknown as IdentifyInput);
    await expect(reading).rejects.toMatchObject({ code: 'invalid-input', stage: 'read', hint: expect.any(String) });
  });

  it('takes a detached buffer for an error, not for an empty file', async () => {
    const bytes = numbered(100);
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    await expect(readEnds(bytes)).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('detached'),
    });
    await expect(readEnds(bytes.buffer)).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('says why a stream that breaks could not be read', async () => {
    const cause = new Error('cable');
    const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(cause) });
    await expect(readEnds(broken)).rejects.toMatchObject({ code: 'invalid-input', cause });
  });

  it('says what to do when a file went away', async () => {
    const gone = new Blob(['x']);
    vi.spyOn(gone, 'arrayBuffer').mockRejectedValue(new DOMException('gone', 'NotFoundError'));
    await expect(readEnds(gone)).rejects.toMatchObject({
      code: 'invalid-input',
      hint: expect.stringContaining('choose it again'),
    });
  });

  it('rejects with the reason on abort and cancels the stream with it', async () => {
    const reason = new Error('enough');
    await expect(readEnds(new Blob(['x']), AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const cancel = vi.fn();
    const stalled = readEnds(new ReadableStream<Uint8Array>({ cancel }), controller.signal);
    controller.abort(reason);
    await expect(stalled).rejects.toBe(reason);
    expect(cancel).toHaveBeenCalledWith(reason);
  });

  it('lets an iterator clean up when it is left early', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    let cleaned: () => void;
    const done = new Promise<void>((resolve) => (cleaned = resolve));
    async function* endless() {
      try {
        for (;;) {
          yield numbered(1);
          controller.abort(reason);
        }
      } finally {
        cleaned();
      }
    }
    await expect(readEnds(endless(), controller.signal)).rejects.toBe(reason);
    await done;
  });
});

describe('checkEnds', () => {
  const ends = (size: number, beginning: number, end: number) => ({
    size,
    beginning: numbered(beginning),
    end: numbered(end),
  });

  it('passes ends that fit their size', () => {
    expect(checkEnds(ends(10, 10, 10)).size).toBe(10);
    expect(checkEnds(ends(1e9, 4096, 4096)).size).toBe(1e9);
    expect(checkEnds(ends(0, 0, 0)).size).toBe(0);
  });

  it.each([ends(10, 9, 10), ends(1e9, 4096, 10), ends(-1, 0, 0), ends(1.5, 1, 1), ends(Number.NaN, 0, 0)])(
    'refuses %o',
    (bad) => {
      expect(() => checkEnds(bad)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    },
  );
});
