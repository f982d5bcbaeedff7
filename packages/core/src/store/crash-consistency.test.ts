import { expect, it } from 'vitest';
import { checkCrashConsistency } from '../fixtures/crash-consistency.ts';
import { chunkBytes, testModel } from '../fixtures/stored-model.ts';
import { memoryBackend } from './backends/memory.ts';

it('never half a model, however writes, kills, evictions, rot and reads interleave', async () => {
  const [a, b] = [await testModel('a'), await testModel('b', [2 * chunkBytes, 100])];
  // The third has a file of the second: neither may take it from the other.
  const shared = await testModel('b', [2 * chunkBytes]);
  const c = { ...shared, request: { ...shared.request, id: 'c' } };
  // Not the memory's own kind: places for good are what room is made in.
  await expect(
    checkCrashConsistency(async () => ({ ...memoryBackend(), kind: 'cache' }), [a, b, c], 300),
  ).resolves.toBeUndefined();
});
