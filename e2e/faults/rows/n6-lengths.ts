import assert from 'node:assert/strict';
import type { Fault } from '../../../tools/lib/fault-server.ts';
import { expectRuns, obtain, openDownload, stored } from '../harness/download.ts';
import type { FaultRow } from '../harness/row.ts';

/** Bodies of another length than the manifest says, or of a length that nobody says. */
export const n6: FaultRow = {
  id: 'N6',
  title: 'body shorter, longer; without length, gzip-coded, chunked',
  injected: 'the server sends the body so',
  inEveryTest: false,
  async run(fault) {
    const cases: Record<string, { answer: Fault; code?: string }> = {
      'one byte too few': { answer: { ignoreRange: true, missingBytes: 1, framing: 'chunked' }, code: 'integrity' },
      'one byte too many': { answer: { ignoreRange: true, extraBytes: 1 }, code: 'integrity' },
      '256 MiB too many': { answer: { ignoreRange: true, extraBytes: 256 << 20 }, code: 'integrity' },
      'without a length, chunked': { answer: { framing: 'chunked' } },
      'without a length, whole': { answer: { framing: 'chunked', ignoreRange: true } },
      'ended by the end of the connection': { answer: { framing: 'close', ignoreRange: true } },
      'gzip-coded': { answer: { gzip: true, ignoreRange: true } },
    };
    for (const [at, [name, { answer, code }]] of Object.entries(cases).entries()) {
      const site = await openDownload(fault, `n6-${at}`);
      const [server] = site.servers;
      assert.ok(server);
      server.inject(() => answer);
      const { value, error } = await obtain(site, site.model.manifest);
      if (code === undefined) assert.equal(value, site.model.bytes.length, `${name}: ${JSON.stringify(error)}`);
      else {
        assert.equal(error?.code, code, `${name}: ${JSON.stringify(error)}`);
        assert.deepEqual(await stored(site), []);
      }
      const most = Math.max(...server.requests.map(({ sentBytes }) => sentBytes));
      // What was sent and not yet read lies in the sockets: on loopback Linux lets a receiver's grow to 32 MiB, a sender's to 4.
      assert.ok(most <= site.model.bytes.length + (48 << 20), `${name}: ${most} bytes were taken`);
      fault.saw(`${name}: ${code ?? 'works'}`);
      server.inject();
      await expectRuns(site, site.model.manifest);
    }
    fault.saw('never much more than the model is read of a body that does not end');
  },
};
