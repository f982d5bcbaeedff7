import assert from 'node:assert/strict';
import { bundleScripts } from '../harness/bundle.ts';
import { bigModel } from '../../../tools/lib/big-model.ts';
import type { FaultRow } from '../harness/row.ts';
import { serveSite } from '../harness/serve.ts';
import { launchFirefox } from '../../../tools/lib/launch-browser.ts';
import { launchWebKit } from '../../../tools/lib/launch-webkit.ts';

/** The main path of each task, the store included, as a script that both drivers can run. */
const mainPath = `async (manifest) => {
  const text = 'import os\\n\\n\\ndef main():\\n    print(os.getcwd())\\n\\n\\nmain()\\n';
  const outcome = async (work) => {
    const { value, error } = await faults.attempt(work, 90_000);
    return value ?? error.code + ': ' + error.message;
  };
  const label = await outcome(async () => {
    const magika = await faults.Magika.create();
    const answer = await magika.identify(new Blob([text]));
    magika.destroy();
    return answer.label;
  });
  const tiny = await outcome(async () => faults.runTiny(await faults.started(faults.tiny())));
  const origin = new URL(manifest.sources[0].base).origin;
  const runtime = faults.runtimeFor([origin]);
  const stored = await outcome(async () => {
    const taken = await faults.started({ runtime, options: { manifest } });
    return faults.runTiny(taken);
  });
  const place = await outcome(async () => {
    const { storage, refused } = await runtime.models.explain();
    return [storage, ...refused.map(({ kind, reason }) => 'not ' + kind + ': ' + reason)].join('; ');
  });
  return { label, tiny, stored, place };
}`;

interface MainPath {
  label: string;
  tiny: string;
  stored: string;
  place: string;
}

/** The other browsers. */
export const e2: FaultRow = {
  id: 'E2',
  title: 'Firefox, WebKitGTK',
  injected: 'the same page in each: Magika, ONNX Runtime, a model of 12 MB through the store',
  inEveryTest: false,
  async run(fault) {
    await bundleScripts();
    const files: Record<string, Uint8Array> = {};
    const models = await fault.serveModels({ files, cors: { expose: 'etag, content-range' } });
    const model = bigModel('e2', { from: [models.origin] });
    files[model.path] = model.bytes;
    const site = await serveSite({ connect: [models.origin] });
    fault.afterwards(() => site.close());
    const check = (browser: string, { label, tiny, stored, place }: MainPath) => {
      assert.equal(label, 'python', browser);
      assert.equal(tiny, 'right', browser);
      assert.equal(stored, 'right', browser);
      fault.saw(`${browser}: Magika and ONNX Runtime answer; a model of 12 MB is kept in ${place}`);
    };

    const firefox = await launchFirefox();
    fault.afterwards(() => firefox.close());
    const page = await firefox.newPage();
    await page.goto(site.url);
    await page.waitForFunction(() => 'faults' in globalThis);
    check(
      `Firefox ${firefox.version()}`,
      (await page.evaluate(`(${mainPath})(${JSON.stringify(model.manifest)})`)) as MainPath,
    );

    const webkit = await launchWebKit(site.url, 120_000);
    fault.afterwards(() => webkit.close());
    const outcome = await webkit.command<MainPath>('POST', 'execute/async', {
      script: `
        const [manifest, done] = arguments;
        const look = () => globalThis.faults ? (${mainPath})(manifest).then(done, (error) => done({ label: String(error) })) : setTimeout(look, 50);
        look();`,
      args: [model.manifest],
    });
    check(`WebKitGTK ${webkit.capabilities.browserVersion}`, outcome);
  },
};
