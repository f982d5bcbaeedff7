// The built package: sources have no assets beside them.
import { readFileSync } from 'node:fs';
import { Magika } from '@nearside/magika';
import { load } from '@nearside/magika/sync';
import { describe, expect, it } from 'vitest';

const python = new TextEncoder().encode('import os\n\n\ndef main(path):\n    print(os.listdir(path))\n'.repeat(200));
const weightsFile = new URL('../../../models/magika/standard_v3_3/kernel-weights.bin', import.meta.url);

describe('load and identifySync', () => {
  it('answer as the worker does, to the last bit', async () => {
    const { identifySync } = await load();
    const magika = await Magika.create();
    for (const input of [python, new Uint8Array(), new Uint8Array(9), python.buffer]) {
      expect(identifySync(input, { scores: true })).toEqual(await magika.identify(input, { scores: true }));
    }
    magika.destroy();
  });

  it('take weights that are here already', async () => {
    const { identifySync } = await load({ weights: new Uint8Array(readFileSync(weightsFile)) });
    expect(identifySync(python)).toMatchObject({ label: 'python', overwriteReason: 'none' });
    expect(identifySync(python, { mode: 'best_guess' })).not.toHaveProperty('scores');
  });

  it('refuse what is no weights file, a detached buffer, and an abort', async () => {
    await expect(load({ weights: new Uint8Array(100) })).rejects.toMatchObject({ code: 'integrity' });
    const damaged = new Uint8Array(readFileSync(weightsFile));
    damaged.fill(0, 1000, 60_000);
    await expect(load({ weights: damaged })).rejects.toMatchObject({ code: 'integrity' });
    await expect(load({ assetBase: 'file:///none/' })).rejects.toMatchObject({ code: 'network' });
    const reason = new Error('enough');
    await expect(load({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const { identifySync } = await load();
    const detached = new Uint8Array(10);
    structuredClone(detached.buffer, { transfer: [detached.buffer] });
    expect(() => identifySync(detached)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });
});
