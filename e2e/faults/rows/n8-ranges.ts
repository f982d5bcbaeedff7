import assert from 'node:assert/strict';
import type { Injection } from '../../../tools/lib/fault-server.ts';
import { expectRuns, obtain, openDownload } from '../harness/download.ts';
import type { FaultRow } from '../harness/row.ts';

/** Servers that do not understand ranges, or whose file changes. */
export const n8: FaultRow = {
  id: 'N8',
  title: '200 to a Range request; 416; ETag changed between chunks',
  injected: 'the server answers so',
  inEveryTest: false,
  async run(fault) {
    const cases: Record<string, Injection> = {
      '200 to a Range request': ({ method }) => (method === 'GET' ? { ignoreRange: true } : undefined),
      '416 once': ({ method, nth }) => (method === 'GET' && nth === 2 ? { status: 416 } : undefined),
      'another ETag each time': ({ nth }) => ({ etag: `"${nth}"` }),
    };
    for (const [at, [name, injection]] of Object.entries(cases).entries()) {
      const site = await openDownload(fault, `n8-${at}`);
      const [server] = site.servers;
      assert.ok(server);
      server.inject(injection);
      const { value, error } = await obtain(site, site.model.manifest);
      assert.equal(value, site.model.bytes.length, `${name}: ${JSON.stringify(error)}`);
      // Opening it hashes nothing again, but it is the model or it does not run.
      const verified = await site.page.evaluate((id) => faults.kept.runtime.models.verify(id), site.model.manifest.id);
      fault.saw(`${name}: ${value} bytes, verified: ${JSON.stringify(verified)}`);
      server.inject();
      await expectRuns(site, site.model.manifest);
    }
  },
};
