import assert from 'node:assert/strict';
import type { Page } from 'playwright';
import { launchProfile } from '../harness/profile.ts';
import type { FaultRow } from '../harness/row.ts';

const text = 'import os\n\n\ndef main():\n    print(os.getcwd())\n\n\nmain()\n';

/** The places that code of a page may run in. */
export const e1: FaultRow = {
  id: 'E1',
  title:
    'page, dedicated worker, iframe with and without permissions, incognito, service worker; cross-origin isolated or not',
  injected: 'the same task in each',
  inEveryTest: true,
  async run(fault) {
    for (const isolated of [false, true]) {
      const { page } = await fault.open({ isolated });
      assert.equal(await mainPath(page), 'python, right');
      fault.saw(`page, off the record, ${isolated ? 'isolated' : 'not isolated'}: works`);
    }
    const onDisk = await fault.open({ in: await launchProfile(fault) });
    assert.equal(await mainPath(onDisk.page), 'python, right');
    fault.saw('page, profile on disk: works');

    // Its own scripts are workers of the row's; the policy of Trusted Types names core's alone.
    const lax = { 'require-trusted-types-for': '', 'trusted-types': '', 'frame-ancestors': "'self'" };
    const { page } = await fault.open({
      policy: lax,
      headers: { 'access-control-allow-origin': '*' },
      pages: { 'inner.html': '<!doctype html><!--head-->' },
    });
    const nested = await page.evaluate(() => {
      const worker = new Worker('/faults/nested.worker.js', { type: 'module' });
      const { port1, port2 } = new MessageChannel();
      worker.postMessage('worker', [port2]);
      return faults.attempt(
        () => new Promise<string>((resolve) => (port1.onmessage = ({ data }) => resolve(data as string))),
      );
    });
    assert.equal(nested.value, 'right', JSON.stringify(nested));
    fault.saw('dedicated worker: works, in a worker of its own');

    for (const [name, sandbox] of [
      ['iframe', undefined],
      ['iframe, sandboxed, of an opaque origin', 'allow-scripts'],
    ] as const) {
      await page.evaluate((value) => {
        document.querySelector('iframe')?.remove();
        const frame = document.createElement('iframe');
        if (value) frame.setAttribute('sandbox', value);
        frame.src = '/inner.html';
        document.body.append(frame);
      }, sandbox);
      const frame = await (await page.waitForSelector('iframe')).contentFrame();
      assert.ok(frame);
      await frame.waitForFunction(() => 'faults' in globalThis);
      const { value, error } = await frame.evaluate(() => faults.attempt(() => faults.healthy()));
      if (sandbox === undefined) assert.equal(value, 'healthy', JSON.stringify(error));
      else assert.ok(value === 'healthy' || error?.code, JSON.stringify(error));
      fault.saw(`${name}: ${value ?? `${error?.code}: ${error?.message}`}`);
    }

    const service = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.register('/faults/nested.worker.js', { type: 'module' });
      const worker = registration.installing ?? registration.waiting ?? registration.active;
      const ask = (how: string) => {
        const { port1, port2 } = new MessageChannel();
        worker?.postMessage(how, [port2]);
        return faults.attempt(
          () => new Promise<string>((resolve) => (port1.onmessage = ({ data }) => resolve(data as string))),
        );
      };
      return [await ask('worker'), await ask('in-process')];
    });
    for (const [at, { value, error }] of service.entries()) {
      assert.ok(value, JSON.stringify(error));
      assert.match(value, at === 0 ? /^(right|unsupported: .*Worker)/ : /^(right|[a-z-]+: .+)/);
      fault.saw(`service worker, ${at === 0 ? 'with a worker' : 'in-process'}: ${value.slice(0, 200)}`);
    }
    assert.equal(await page.evaluate(() => faults.healthy()), 'healthy');
  },
};

function mainPath(page: Page): Promise<string> {
  return page.evaluate(async (content) => {
    const magika = await faults.Magika.create();
    const { label } = await magika.identify(new Blob([content]));
    magika.destroy();
    return `${label}, ${await faults.runTiny(await faults.started(faults.tiny()))}`;
  }, text);
}
