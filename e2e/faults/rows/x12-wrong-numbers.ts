import assert from 'node:assert/strict';
import type { FaultRow } from '../harness/row.ts';

/** A provider whose numbers are wrong: some GPU, some driver. */
export const x12: FaultRow = {
  id: 'X12',
  title: 'a provider that returns NaN, zeros, or wrong numbers by 1e-2',
  injected: 'providers of the page, imported by URL as any plug-in',
  inEveryTest: true,
  async run(fault) {
    const { page } = await fault.open();
    for (const lie of ['nan', 'zeros', 'off by 1e-2']) {
      const { value, error } = await page.evaluate(
        (name) =>
          faults.attempt(async () => {
            const taken = await faults.started(faults.tiny([faults.liar(name), faults.ortWasm]));
            const [explanation] = taken.explanations;
            const answer = await faults.runTiny(taken);
            taken.release();
            return { answer, provider: explanation?.provider.name, refused: explanation?.refused };
          }),
        lie,
      );
      assert.equal(error, undefined);
      assert.equal(value?.provider, 'ort-wasm');
      assert.equal(value.answer, 'right');
      const refusal = value.refused?.find(({ provider }) => provider === `liar ${lie}`);
      assert.equal(refusal?.step, 'golden');
      assert.match(refusal.reason, /NaN|\d/);
      fault.saw(`${lie}: ${refusal.reason}; then ort-wasm, whose answer is right`);
    }
    // Alone it is refused, not used.
    const { error } = await page.evaluate(() =>
      faults.attempt(async () => void (await faults.started(faults.tiny([faults.liar('nan')])))),
    );
    assert.equal(error?.code, 'provider-failed');
    fault.saw('with no other provider: provider-failed');
    assert.equal(await page.evaluate(async () => faults.runTiny(await faults.started(faults.tiny()))), 'right');
  },
};
