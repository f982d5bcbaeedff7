import { describe, expect, it } from 'vitest';
import { memoryBackend } from './backends/memory.ts';
import { Catalogue } from './catalogue.ts';
import { keyOf, recordSchema, type CommitRecord } from './commit-record.ts';

const recordOf = (id: string): CommitRecord => ({
  schema: recordSchema,
  id,
  provider: 'p',
  form: '',
  version: '',
  licence: '',
  origin: 'import',
  trust: 'first-use',
  files: [],
  storedAtMs: 1,
});

async function catalogueOf(...ids: string[]) {
  const catalogue = new Catalogue(memoryBackend());
  for (const id of ids) await catalogue.commit(recordOf(id));
  return { catalogue, keys: ids.map((id) => keyOf(recordOf(id))) as [string, string] };
}

describe('how a model was used', () => {
  it('is nothing at first', async () => {
    const { catalogue, keys } = await catalogueOf('one');
    expect(await catalogue.usage(keys[0])).toEqual({ order: 0, verifiedAtMs: 0, usedAtMs: 0 });
  });

  it('keeps the time of the last use and of the last check apart', async () => {
    const { catalogue, keys } = await catalogueOf('one');
    await catalogue.touch(keys[0], { verifiedAtMs: 10 });
    expect(await catalogue.usage(keys[0])).toEqual({ order: 1, verifiedAtMs: 10, usedAtMs: 0 });
    await catalogue.touch(keys[0], { usedAtMs: 20 });
    expect(await catalogue.usage(keys[0])).toEqual({ order: 2, verifiedAtMs: 10, usedAtMs: 20 });
  });

  it('is not changed by a check: what was used last is still evicted last', async () => {
    const { catalogue, keys } = await catalogueOf('one', 'other');
    for (const key of keys) await catalogue.touch(key, { usedAtMs: 5 });
    await catalogue.markVerified(keys[0], 30);
    expect(await catalogue.usage(keys[0])).toEqual({ order: 1, verifiedAtMs: 30, usedAtMs: 5 });
    expect((await catalogue.usage(keys[1])).order).toBe(2);
  });

  it('goes with the model', async () => {
    const { catalogue, keys } = await catalogueOf('one');
    await catalogue.touch(keys[0], { verifiedAtMs: 10 });
    await catalogue.uncommit(keys[0]);
    expect(await catalogue.usage(keys[0])).toEqual({ order: 0, verifiedAtMs: 0, usedAtMs: 0 });
  });
});
