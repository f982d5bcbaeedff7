import assert from 'node:assert/strict';
import { bigModel } from '../../../tools/lib/big-model.ts';
import { expectRuns, obtain, openDownload } from '../harness/download.ts';
import type { FaultRow } from '../harness/row.ts';

/** Servers that send us elsewhere. */
export const n9: FaultRow = {
  id: 'N9',
  title: 'redirect to http, to another origin, in a loop',
  injected: 'the server answers 302; a second server of another origin waits to be contacted',
  inEveryTest: false,
  async run(fault) {
    const elsewhere = await fault.serveModels({ files: {} });
    // The browser's log has the address that an answer named, also where nobody went there: the servers' own logs decide.
    const notFollowed = [elsewhere.origin, 'http://nearside.invalid'];
    for (const [name, target] of [
      ['to another origin', `${elsewhere.origin}/n9/model.onnx`],
      ['to http', 'http://nearside.invalid/model.onnx'],
      ['in a loop', '/n9/model.onnx'],
    ] as const) {
      const site = await openDownload(fault, 'n9', { contacts: notFollowed });
      const [server] = site.servers;
      assert.ok(server);
      server.inject(({ method }) => (method === 'GET' ? { redirect: target } : undefined));
      const { error } = await obtain(site, site.model.manifest);
      assert.ok(error?.code === 'policy' || error?.code === 'network', JSON.stringify(error));
      assert.deepEqual(elsewhere.requests, []);
      fault.saw(`${name}: ${error.code}, not followed: ${error.message.slice(0, 100)}`);
      server.inject();
      await expectRuns(site, site.model.manifest);
    }

    // A source that says that it redirects: followed to an allowed origin, refused at another.
    const files: Record<string, Uint8Array> = {};
    const [front, back] = await Promise.all([fault.serveModels({ files: {} }), fault.serveModels({ files })]);
    const model = bigModel('n9-follow', { from: [{ origin: front.origin, redirect: 'follow' }] });
    files[model.path] = model.bytes;
    front.inject(({ method }) => (method === 'GET' ? { redirect: `${back.origin}${model.path}` } : undefined));
    const connect = [front.origin, back.origin];
    const open = async (allowed: string[]) => {
      const opened = await fault.open({ connect });
      await opened.page.evaluate((origins) => void (faults.kept.runtime = faults.runtimeFor(origins)), allowed);
      return opened;
    };
    const followed = await open(connect);
    const { value, error } = await obtain(followed, model.manifest);
    assert.equal(value, model.bytes.length, JSON.stringify(error));
    fault.saw('a source that says so, to an allowed origin: followed');
    await expectRuns(followed, model.manifest);
    const refused = await open([front.origin]);
    const other = await obtain(refused, model.manifest);
    assert.equal(other.error?.code, 'policy', JSON.stringify(other));
    fault.saw('a source that says so, to an origin that the page does not allow: policy');

    // connect-src prevents the contact itself.
    const contacts = back.requests.length;
    const guarded = await fault.open({ connect: [front.origin], contacts: [back.origin] });
    await guarded.page.evaluate((origin) => void (faults.kept.runtime = faults.runtimeFor([origin])), front.origin);
    const blocked = await obtain(guarded, model.manifest);
    assert.ok(blocked.error, 'the policy blocks it');
    assert.equal(back.requests.length, contacts);
    fault.saw(`connect-src without it: ${blocked.error.code}, and the other origin is never contacted`);
    assert.equal(await guarded.page.evaluate(() => faults.healthy()), 'healthy');
  },
};
