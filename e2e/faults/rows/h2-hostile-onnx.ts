import assert from 'node:assert/strict';
import { tinyManifest, tinyOnnx } from '@nearside/core/testing';
import type { FaultRow } from '../harness/row.ts';
import { numbersBelow } from '../../../tools/lib/seeded.ts';
import { zerosOnnx } from '../harness/zeros-model.ts';

const seeds = 16;

/** Models that want to do harm, or were harmed. */
export const h2: FaultRow = {
  id: 'H2',
  title: 'truncated and fuzzed ONNX; external-data URL; a model for another input shape',
  injected: `models made by the row, ${seeds} of them changed at random by a seed, each with a manifest that knows its digest`,
  inEveryTest: false,
  async run(fault) {
    const elsewhere = await fault.serveModels({ files: { '/weights.bin': new Uint8Array(48) } });
    const good = tinyOnnx();
    const models: Record<string, Uint8Array<ArrayBuffer>> = {
      'cut in half': good.slice(0, good.length >> 1),
      'one byte': good.slice(0, 1),
      'external data at a URL': tinyOnnx({ externalData: `${elsewhere.origin}/weights.bin` }),
      'external data beside it': tinyOnnx({ externalData: 'weights.bin' }),
      'external data up the tree': tinyOnnx({ externalData: '../../etc/hosts' }),
      'another input': Uint8Array.from(zerosOnnx()),
      ...Object.fromEntries(Array.from({ length: seeds }, (_, seed) => [`seed ${seed}`, fuzz(good, seed)])),
    };
    const { page, site, requests } = await fault.open({ connect: [elsewhere.origin] });
    site.inject((path) => {
      const body = models[decodeURIComponent(path.slice(1))];
      return body && { status: 200, body };
    });
    const codes: Record<string, number> = {};
    for (const [name, bytes] of Object.entries(models)) {
      const { value, error, ms } = await page.evaluate(
        ([path, manifest]) =>
          faults.attempt(async () => {
            const files = { 'tiny.onnx': `/${encodeURIComponent(path)}` };
            const taken = await faults.started({ ...faults.tiny(), modelFiles: files, options: { manifest } });
            taken.release();
          }),
        [name, tinyManifest(['ort-wasm'], bytes)] as const,
      );
      const outcome = error ? (error.code ?? error.name) : 'loads, golden sample passed';
      assert.ok(value === undefined && (!error || error.code), `${name}: ${JSON.stringify(error)}`);
      if (!name.startsWith('seed')) {
        assert.ok(error, `${name} must not load`);
        fault.saw(`${name}: ${outcome}`);
      } else codes[outcome] = (codes[outcome] ?? 0) + 1;
      assert.ok(ms < 20_000, `${name} took ${ms} ms`);
    }
    fault.saw(
      `changed at random: ${Object.entries(codes)
        .map(([code, count]) => `${count} × ${code}`)
        .join(', ')}`,
    );
    assert.deepEqual(elsewhere.requests, []);
    assert.deepEqual(
      requests.filter((request) => /weights|hosts/.test(request)),
      [],
    );
    fault.saw('no request left for external data');
    assert.equal(await page.evaluate(async () => faults.runTiny(await faults.started(faults.tiny()))), 'right');
  },
};

/** One to eight bytes are others. */
function fuzz(bytes: Uint8Array<ArrayBuffer>, seed: number): Uint8Array<ArrayBuffer> {
  const below = numbersBelow(seed);
  const changed = bytes.slice();
  for (let changes = 1 + below(8); changes > 0; changes--) changed[below(changed.length)] = below(256);
  return changed;
}
