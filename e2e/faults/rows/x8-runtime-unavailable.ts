import assert from 'node:assert/strict';
import type { FaultRow } from '../harness/row.ts';

/** The runtime's own files answer 503 for a while. */
export const x8: FaultRow = {
  id: 'X8',
  title: 'runtime .mjs or .wasm 503 twice',
  injected: 'the server answers 503 to the first two requests for the file',
  inEveryTest: true,
  async run(fault) {
    for (const file of ['ort-wasm.provider.js', 'ort-wasm-simd-threaded.wasm']) {
      const { page, site } = await fault.open();
      let failures = 2;
      site.inject((path) => (path.endsWith(file) && failures-- > 0 ? { status: 503 } : undefined));
      const outcomes: string[] = [];
      for (let call = 0; call < 3 && outcomes.at(-1) !== 'right'; call++) {
        const { value, error } = await page.evaluate(() =>
          faults.attempt(async () => faults.runTiny(await faults.started(faults.tiny()))),
        );
        outcomes.push(value ?? error?.code ?? String(error?.name));
      }
      assert.equal(outcomes.at(-1), 'right', outcomes.join(', '));
      assert.ok(failures <= 0, 'both 503 were answered');
      fault.saw(`${file}: ${outcomes.join(', then ')}`);
    }
  },
};
