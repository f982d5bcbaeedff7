import assert from 'node:assert/strict';
import { expectRuns, keepRuntime, obtain, openDownload } from '../harness/download.ts';
import type { FaultRow } from '../harness/row.ts';
import { changeStoreWorker, without } from '../harness/store-worker.ts';

/** Browsers that store less than they say. */
export const s2: FaultRow = {
  id: 'S2',
  title: 'UnknownError from put; no OPFS; IndexedDB blocked',
  injected: "the store's worker runs without them, or with a put that fails as Chromium's does off the record",
  inEveryTest: true,
  async run(fault) {
    const cases = {
      'no OPFS': { change: [without.opfs], storage: 'cache' },
      'no OPFS, IndexedDB blocked': { change: [without.opfs, without.indexedDb], storage: 'cache' },
      'no OPFS, UnknownError from put': { change: [without.opfs, without.unknownErrorFromPut], storage: 'memory' },
      'no OPFS, no Cache storage': { change: [without.opfs, without.caches], storage: 'memory' },
    } as const;
    for (const [at, [name, { change, storage }]] of Object.entries(cases).entries()) {
      const site = await openDownload(fault, `s2-${at}`);
      changeStoreWorker(site.site, change.join(';\n'));
      const { value, error } = await obtain(site, site.model.manifest);
      assert.equal(value, site.model.bytes.length, `${name}: ${JSON.stringify(error)}`);
      const explanation = await site.page.evaluate(() => faults.kept.runtime.models.explain());
      // Where the first place failed only under a write, it is still where the next model is tried; that it failed is said.
      const refusedKinds: readonly string[] = explanation.refused.map(({ kind }) => kind);
      assert.ok(refusedKinds.includes('opfs'), JSON.stringify(explanation));
      if (storage === 'memory') assert.ok(refusedKinds.includes('cache'), JSON.stringify(explanation));
      else assert.equal(explanation.storage, storage);
      fault.saw(
        `${name}: ${storage}; ${explanation.refused
          .map((refused) => JSON.stringify(refused))
          .join(', ')
          .slice(0, 220)}`,
      );
      await expectRuns(site, site.model.manifest);
      site.site.inject();
      await keepRuntime(site, site.servers);
    }
    // Contexts of these rows are off the record: what Chromium itself does there is in all of them.
    fault.saw('every profile of this matrix but one of E1 is off the record');
  },
};
