import assert from 'node:assert/strict';
import type { FaultRow } from '../harness/row.ts';

/** A model that is none, then one that is. */
export const x9: FaultRow = {
  id: 'X9',
  title: 'one bad model, then a good one',
  injected: 'a model whose bytes are text, with a manifest that says so',
  inEveryTest: true,
  async run(fault) {
    const { page, site } = await fault.open();
    site.inject((path) => (path === '/bad.onnx' ? { status: 200, body: 'this is no model' } : undefined));
    const bad = await page.evaluate(() =>
      faults.attempt(async () => {
        const manifest = faults.tinyManifest(['ort-wasm'], new TextEncoder().encode('this is no model'));
        await faults.started({ ...faults.tiny(), modelFiles: { 'tiny.onnx': '/bad.onnx' }, options: { manifest } });
      }),
    );
    assert.equal(bad.error?.code, 'model-invalid', JSON.stringify(bad));
    fault.saw(`the bad one: ${bad.error.code}`);
    assert.equal(await page.evaluate(async () => faults.runTiny(await faults.started(faults.tiny()))), 'right');
    fault.saw('the good one, in the same page: right');
  },
};
