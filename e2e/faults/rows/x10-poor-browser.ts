import assert from 'node:assert/strict';
import type { FaultRow } from '../harness/row.ts';

/** Browsers without something. */
export const x10: FaultRow = {
  id: 'X10',
  title: 'no SIMD, no SharedArrayBuffer, no JSPI, 4 GiB cap, no Worker',
  injected:
    'a page that is not isolated; V8 without JSPI by a switch; a page whose Worker is taken away before any script',
  inEveryTest: true,
  async run(fault) {
    const plain = await fault.open();
    const without = await plain.page.evaluate(async () => {
      const taken = await faults.started(faults.tiny());
      return {
        sab: typeof SharedArrayBuffer,
        threads: taken.explanations[0]?.capabilities.wasmThreads,
        answer: await faults.runTiny(taken),
      };
    });
    assert.deepEqual(without, { sab: 'undefined', threads: false, answer: 'right' });
    fault.saw('no SharedArrayBuffer: ONNX Runtime on one thread, right');

    const noJspi = await fault.open({ browser: { args: ['--js-flags=--no-experimental-wasm-jspi --no-wasm-jspi'] } });
    const jspi = await noJspi.page.evaluate(async () => ({
      has: 'Suspending' in WebAssembly,
      answer: await faults.runTiny(await faults.started(faults.tiny())),
    }));
    assert.equal(jspi.answer, 'right');
    if (jspi.has)
      fault.partNotRun('no JSPI', 'this Chromium has no switch for it; Firefox and WebKitGTK (E2) run without');
    else fault.saw('no JSPI: right');

    const noWorker = await fault.open({ init: 'delete globalThis.Worker' });
    const { error } = await noWorker.page.evaluate(() => faults.attempt(() => faults.healthy()));
    assert.equal(error?.code, 'unsupported', JSON.stringify(error));
    assert.match(`${error.message} ${error.hint}`, /Worker/);
    fault.saw(`no Worker: unsupported: ${error.message}; hint: ${error.hint}`);
    const inProcess = await noWorker.page.evaluate(() =>
      faults.attempt(async () => {
        const runtime = faults.core.createRuntime({ worker: false });
        const magika = await faults.Magika.create({ runtime });
        const { label } = await magika.identify(
          new Blob(['import os\n\n\ndef main():\n    print(os.getcwd())\n\n\nmain()\n']),
        );
        magika.destroy();
        return label;
      }),
    );
    assert.equal(inProcess.value, 'python', JSON.stringify(inProcess.error));
    fault.saw('no Worker, in-process as the hint says: Magika answers');
    fault.partNotRun('no SIMD', 'V8 has no switch for it any more; selection is tested by tables');
    fault.partNotRun('4 GiB cap', 'every engine here has it: X4 runs into it');
  },
};
