import { isNearsideError, messageOf, NearsideError, race } from '@nearside/core';
import { blockBytes, type FileEnds } from './file-ends.ts';

/** What can be identified. Nothing of it is changed or detached; a stream is read to its end. */
export type IdentifyInput =
  Blob | ArrayBufferLike | ArrayBufferView | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Reads both ends of an input: of a Blob (a File is one) two slices, whatever its size; of bytes a copy; of a stream all
 * of it, once, in constant memory.
 *
 * @param input Untouched, but for a stream, which is consumed, and cancelled with the reason on abort.
 * @param signal Its abort rejects with its reason.
 * @throws NearsideError 'invalid-input' when the input is none of these, detached, or cannot be read.
 */
export async function readEnds(input: IdentifyInput, signal?: AbortSignal): Promise<FileEnds> {
  signal?.throwIfAborted();
  try {
    if (input instanceof Blob) return await race(endsOfBlob(input), signal);
    if (input instanceof ArrayBuffer || ArrayBuffer.isView(input) || isSharedBuffer(input)) return endsOfBytes(input);
    if (input instanceof ReadableStream) return await endsOfStream(chunksOf(input, signal));
    if (isAsyncIterable(input)) return await endsOfStream(itemsOf(input, signal));
  } catch (error) {
    signal?.throwIfAborted();
    if (isNearsideError(error)) throw error;
    throw new NearsideError('invalid-input', `the input cannot be read: ${messageOf(error)}`, {
      stage: 'read',
      cause: error,
      hint: 'A file may have been changed, moved or deleted since it was chosen: choose it again.',
    });
  }
  throw wrongType(input);
}

async function endsOfBlob(blob: Blob): Promise<FileEnds> {
  const { size } = blob;
  // The whole of a small file is quicker than a slice of it in Chromium. It also tells a deleted file from an empty one:
  // Chromium gives both the size 0 and empty slices, and only a read of the whole rejects.
  if (size <= 2 * blockBytes) return endsOfBytes(await blob.arrayBuffer());
  const slice = async (from: number, to: number) => new Uint8Array(await blob.slice(from, to).arrayBuffer());
  return { size, beginning: await slice(0, blockBytes), end: await slice(size - blockBytes, size) };
}

/**
 * Both ends of bytes that are in memory, by copy.
 *
 * @param input Unchanged.
 * @throws NearsideError 'invalid-input' when it is detached.
 */
export function endsOfBytes(input: ArrayBufferLike | ArrayBufferView): FileEnds {
  const bytes = viewOf(input);
  const { byteLength: size } = bytes;
  const cut = Math.min(blockBytes, size);
  return { size, beginning: bytes.slice(0, cut), end: bytes.slice(size - cut) };
}

function viewOf(input: ArrayBufferLike | ArrayBufferView): Uint8Array {
  const [buffer, offset, length] = ArrayBuffer.isView(input)
    ? [input.buffer, input.byteOffset, input.byteLength]
    : [input];
  try {
    // Throws on a detached buffer, whose length of 0 would otherwise pass for an empty file.
    return new Uint8Array(buffer, offset, length);
  } catch (error) {
    throw new NearsideError('invalid-input', 'the buffer is detached: it was transferred elsewhere', {
      stage: 'read',
      cause: error,
    });
  }
}

async function endsOfStream(chunks: AsyncIterable<unknown>): Promise<FileEnds> {
  const beginning = new Uint8Array(blockBytes);
  // Twice a block: the tail moves to the front only when it is full, so that many tiny chunks stay cheap.
  const window = new Uint8Array(2 * blockBytes);
  let size = 0;
  let filled = 0;
  for await (const chunk of chunks) {
    const bytes = bytesOfChunk(chunk);
    if (size < blockBytes) beginning.set(bytes.subarray(0, blockBytes - size), size);
    const tail = bytes.subarray(Math.max(0, bytes.length - blockBytes));
    if (filled + tail.length > window.length) {
      window.copyWithin(0, filled - blockBytes, filled);
      filled = blockBytes;
    }
    window.set(tail, filled);
    filled += tail.length;
    size += bytes.length;
  }
  const cut = Math.min(blockBytes, size);
  return { size, beginning: beginning.slice(0, cut), end: window.slice(filled - cut, filled) };
}

function bytesOfChunk(chunk: unknown): Uint8Array {
  if (chunk instanceof ArrayBuffer || ArrayBuffer.isView(chunk)) return viewOf(chunk);
  throw new NearsideError('invalid-input', `a stream of bytes was expected, got a chunk of type ${typeof chunk}`, {
    stage: 'read',
    hint: 'Pipe text through a TextEncoderStream first.',
  });
}

async function* chunksOf(stream: ReadableStream<unknown>, signal: AbortSignal | undefined): AsyncGenerator<unknown> {
  const reader = stream.getReader();
  let finished = false;
  try {
    for (;;) {
      const { done, value } = await race(reader.read(), signal);
      finished = done;
      if (done) return;
      yield value;
    }
  } finally {
    // Not awaited: a source may take its time to stop, the caller does not wait for it.
    if (!finished) void reader.cancel(signal?.reason).catch(() => undefined);
  }
}

async function* itemsOf(items: AsyncIterable<unknown>, signal: AbortSignal | undefined): AsyncGenerator<unknown> {
  const iterator = items[Symbol.asyncIterator]();
  let finished = false;
  try {
    for (;;) {
      const { done, value } = await race(iterator.next(), signal);
      finished = done === true;
      if (finished) return;
      yield value;
    }
  } finally {
    if (!finished) void iterator.return?.().catch(() => undefined);
  }
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

function isSharedBuffer(value: unknown): value is SharedArrayBuffer {
  // Missing in a page that is not isolated; by name, since `instanceof` would throw there.
  return Object.prototype.toString.call(value) === '[object SharedArrayBuffer]';
}

function wrongType(input: unknown): NearsideError {
  const kind =
    input === null ? 'null' : typeof input === 'object' ? (input.constructor?.name ?? 'an object') : typeof input;
  return new NearsideError('invalid-input', `cannot identify ${kind}`, {
    stage: 'read',
    hint: 'Pass a File, Blob, ArrayBuffer, typed array, ReadableStream or async iterable of bytes. A path works in @nearside/magika/node.',
  });
}
