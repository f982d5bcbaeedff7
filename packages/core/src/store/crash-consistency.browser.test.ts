import { expect, it } from 'vitest';
import { checkCrashConsistency } from '../fixtures/crash-consistency.ts';
import { chunkBytes, testModel } from '../fixtures/stored-model.ts';
import { openCacheBackend } from './backends/cache-api.ts';
import { openOpfsBackend } from './backends/opfs.ts';

it.each([
  { name: 'private files', open: () => openOpfsBackend('test-crash') },
  { name: 'Cache API', open: () => openCacheBackend('test-crash') },
])(
  'never half a model in $name, however writes, kills, evictions, rot and reads interleave',
  async ({ open }) => {
    const models = [await testModel('a'), await testModel('b', [2 * chunkBytes, 100])];
    const emptied = async () => {
      const backend = await open();
      for (const name of await backend.listFiles()) await backend.deleteFile(name);
      for (const key of await backend.listRecords()) await backend.deleteRecord(key);
      return backend;
    };
    // Fewer than over memory: each step is a real one.
    await expect(checkCrashConsistency(emptied, models, 12)).resolves.toBeUndefined();
  },
  120_000,
);
