import { describe, expect, it } from 'vitest';
import { quotaError } from './backends/backend.ts';
import { memoryBackend } from './backends/memory.ts';
import { onFirstPlace, type PlaceWork } from './first-place.ts';
import { RealmLocks } from './locks.ts';
import { Shelves } from './open-shelves.ts';
import type { Shelf } from './shelf.ts';

/** Three places that work as memory does, and a file that is kept at the first that `failing` does not name. */
function places(...failing: string[]) {
  const shelves = new Shelves(undefined, new RealmLocks(), {
    opfs: async () => ({ ...memoryBackend(), kind: 'opfs' }),
    cache: async () => ({ ...memoryBackend(), kind: 'cache' }),
    memory: async () => memoryBackend(),
  });
  const work = async ({ backend: { kind } }: Shelf) => {
    if (failing.includes(kind)) throw quotaError('it is full');
    return kind;
  };
  const keep = (bytes = 1) => onFirstPlace(shelves, { bytes, work, warn: () => undefined } satisfies PlaceWork<string>);
  return { shelves, keep, failing };
}

const kinds = (shelves: Shelves) => shelves.refused.map(({ kind }) => kind);

describe('the place in use', () => {
  it('is the best one at first', async () => {
    const { shelves } = places();
    expect((await shelves.inUse()).backend.kind).toBe('opfs');
  });

  it('S1 is memory where the origin has no room, and the places that share its quota are refused with it', async () => {
    const { shelves, keep } = places('opfs');
    expect(await keep()).toBe('memory');
    expect((await shelves.inUse()).backend.kind).toBe('memory');
    expect(kinds(shelves)).toEqual(['opfs', 'cache']);
  });

  it('S1 is the best one again once that keeps a model', async () => {
    const { shelves, keep, failing } = places('opfs');
    await keep();
    failing.length = 0;
    expect(await keep()).toBe('opfs');
    expect((await shelves.inUse()).backend.kind).toBe('opfs');
  });

  it('S1 stays memory where a model is too large even for that: another one may fit', async () => {
    const { shelves, keep } = places('opfs');
    await expect(keep(2 ** 40)).rejects.toMatchObject({ code: 'quota' });
    expect((await shelves.inUse()).backend.kind).toBe('memory');
    expect(kinds(shelves)).toEqual(['opfs', 'cache']);
  });

  it('is one that could not be opened before and can be now', async () => {
    let isBlocked = true;
    const shelves = new Shelves(undefined, new RealmLocks(), {
      opfs: async () => (isBlocked ? Promise.reject(new Error('blocked')) : { ...memoryBackend(), kind: 'opfs' }),
      cache: async () => ({ ...memoryBackend(), kind: 'cache' }),
      memory: async () => memoryBackend(),
    });
    expect((await shelves.inUse()).backend.kind).toBe('cache');
    isBlocked = false;
    expect((await shelves.inUse()).backend.kind).toBe('opfs');
    expect(shelves.refused).toEqual([]);
  });
});
