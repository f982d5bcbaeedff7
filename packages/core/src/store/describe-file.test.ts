import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { chunksOf } from './chunks.ts';
import { describeFile } from './describe-file.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('describeFile', () => {
  it('gives the digests of the whole and of every chunk, however the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 50 }),
        async (parts, chunkBytes) => {
          const whole = Buffer.concat(parts);
          fc.pre(whole.length > 0);
          const stored: Uint8Array[] = [];
          const file = await describeFile('a', ReadableStream.from(parts), {
            chunkBytes,
            onChunk: (index, bytes) => void (stored[index] = bytes),
          });
          expect(file).toMatchObject({ path: 'a', bytes: whole.length, sha256: sha256(whole) });
          expect(Buffer.concat(stored)).toEqual(whole);
          expect(chunksOf(file).map((chunk) => chunk.sha256)).toEqual(stored.map(sha256));
          expect(chunksOf(file).map((chunk) => chunk.bytes)).toEqual(stored.map(({ length }) => length));
        },
      ),
    );
  });

  it('reads a Blob, and calls a small one a single chunk', async () => {
    const bytes = Buffer.from('the model, byte for byte');
    expect(await describeFile('a', new Blob([bytes]))).toEqual({
      path: 'a',
      bytes: bytes.length,
      sha256: sha256(bytes),
    });
  });

  it('names the chunk of a large file also where it is only one', async () => {
    const bytes = new Uint8Array(9 << 20);
    const file = await describeFile('a', new Blob([bytes]), { chunkBytes: 16 << 20 });
    expect(file.chunks).toEqual({ bytes: 16 << 20, sha256: [file.sha256] });
  });

  it('refuses an empty file, and one that cannot be read', async () => {
    await expect(describeFile('a', new Blob([]))).rejects.toMatchObject({ code: 'invalid-input' });
    const cause = new Error('gone');
    const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(cause) });
    await expect(describeFile('a', broken)).rejects.toMatchObject({ code: 'invalid-input', cause });
  });

  it('rejects with the reason when it is aborted, and cancels the stream', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const cancel = vi.fn();
    const silent = new ReadableStream<Uint8Array>({ cancel });
    const description = describeFile('a', silent, { signal: controller.signal });
    controller.abort(reason);
    await expect(description).rejects.toBe(reason);
    expect(cancel).toHaveBeenCalledWith(reason);
  });

  it('ends with what the store throws', async () => {
    const full = new Error('disk full');
    await expect(describeFile('a', new Blob(['x']), { onChunk: () => Promise.reject(full) })).rejects.toBe(full);
  });
});

describe('chunksOf', () => {
  it('refuses chunks that do not cover the file', () => {
    const file = { path: 'a', bytes: 10, sha256: '', chunks: { bytes: 4, sha256: ['', ''] } };
    expect(() => chunksOf(file)).toThrow(expect.objectContaining({ code: 'model-invalid' }));
  });
});

it.each([-1, 0, 1.5, 2 ** 53, Number.NaN])('no chunks are made of a file of %d bytes', (bytes) => {
  expect(() => chunksOf({ path: 'm', bytes, sha256: 'a'.repeat(64) })).toThrow(
    expect.objectContaining({ code: 'model-invalid' }),
  );
});
