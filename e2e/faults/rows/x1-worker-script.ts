import assert from 'node:assert/strict';
import type { FaultPage, FaultRow } from '../harness/row.ts';

/** A worker's script that does not come, may not start, cannot be read or throws. */
export const x1: FaultRow = {
  id: 'X1',
  title: 'worker script 404, blocked by CSP, syntax error, throws at import',
  injected: 'the server answers 404 or another script; worker-src none',
  inEveryTest: true,
  async run(fault) {
    const site = await fault.open();
    const scripts = {
      '404': { status: 404, body: 'not found' },
      'syntax error': { status: 200, body: 'this is no JavaScript;' },
      'throws at import': { status: 200, body: 'throw new Error("thrown at import")' },
    };
    for (const [name, answer] of Object.entries(scripts)) {
      site.site.inject((path) => (path.endsWith('.worker.js') ? answer : undefined));
      const { error, ms } = await startProbe(site);
      assert.equal(error?.code, 'worker-failed', name);
      assert.ok(error?.cause, `${name}: a cause is kept`);
      fault.saw(`${name}: worker-failed, cause ${error?.cause}`);
      fault.deadline(name, ms, 2000);
      site.site.inject();
      assert.equal(await site.page.evaluate(() => faults.healthy()), 'healthy');
    }
    const blocked = await fault.open({ policy: { 'worker-src': "'none'" } });
    const { error, ms } = await startProbe(blocked);
    assert.equal(error?.code, 'worker-failed');
    assert.match(error?.hint ?? '', /worker-src/);
    assert.ok(error?.cause);
    fault.saw('blocked by CSP: worker-failed, the hint names worker-src');
    fault.deadline('blocked by CSP', ms, 2000);
    // The policy stays as it is: in this page only a task without a worker can be healthy.
    const inProcess = await blocked.page.evaluate(async () => {
      const magika = await faults.Magika.create({ runtime: faults.core.createRuntime({ worker: false }) });
      return (await magika.identify(new Blob(['import os\nprint(os.getcwd())\n'.repeat(4)]))).label;
    });
    assert.equal(inProcess, 'python');
    fault.saw('healthy calls after each; under the blocking policy in-process');
  },
};

function startProbe({ page }: FaultPage) {
  return page.evaluate(() => faults.attempt(async () => void (await faults.started())));
}
