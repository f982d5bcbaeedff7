import assert from 'node:assert/strict';
import type { FaultContext, FaultPage, FaultRow } from '../harness/row.ts';

/** A strict policy without `blob:`. */
export const p1: FaultRow = {
  id: 'P1',
  title: 'strict CSP without blob:',
  injected: "the site's production policy without its Trusted Types, also with a page whose WASM runs in threads",
  inEveryTest: true,
  run: (fault) => noViolations(fault, { 'require-trusted-types-for': '', 'trusted-types': '' }),
};

/** Trusted Types on top of it. */
export const p2: FaultRow = {
  id: 'P2',
  title: 'Trusted Types enforced',
  injected: "the site's production policy: require-trusted-types-for 'script'; trusted-types nearside",
  inEveryTest: true,
  run: (fault) => noViolations(fault, {}),
};

async function noViolations(fault: FaultContext, policy: Record<string, string>): Promise<void> {
  for (const isolated of [false, true]) {
    const opened = await fault.open({ policy, isolated });
    const { page, problems } = opened;
    const answers = await page.evaluate(async () => {
      const text = new Blob(['import os\n\n\ndef main():\n    print(os.getcwd())\n\n\nmain()\n']);
      const magika = await faults.Magika.create({ providers: [faults.kernel] });
      const { label } = await magika.identify(text);
      magika.destroy();
      const taken = await faults.started(faults.tiny());
      const threads = taken.explanations[0]?.capabilities.wasmThreads;
      const answer = await faults.runTiny(taken);
      taken.release();
      return { label, answer, threads };
    });
    assert.deepEqual(answers, { label: 'python', answer: 'right', threads: isolated });
    assert.deepEqual(problems, []);
    fault.saw(
      `${isolated ? 'isolated page, WASM threads' : 'plain page'}: Magika's kernel and ONNX Runtime run, no violation`,
    );
    await expectNoticed(opened);
  }
  fault.saw('a worker from a blob:, made by the row itself, is noticed: the check can fail');
}

/** The check sees a violation where there is one. */
async function expectNoticed({ page, problems }: FaultPage): Promise<void> {
  await page.evaluate(async () => {
    const violated = new Promise((resolve) => document.addEventListener('securitypolicyviolation', resolve));
    try {
      void new Worker(URL.createObjectURL(new Blob([''])));
    } catch {
      // Trusted Types throw as well.
    }
    await violated;
  });
  assert.notDeepEqual(problems, []);
}
