import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaultRow } from '../harness/row.ts';

const python = 'import os\n\n\ndef main():\n    print(os.getcwd())\n\n\nmain()\n';

/** Files that nobody would choose, given to Magika. */
export const h3: FaultRow = {
  id: 'H3',
  title: 'Magika: 0 B, 1 B, 10 GB sparse, a stream that errors, a file deleted after the drop',
  injected: 'real files chosen in an input element; one is deleted before it is read',
  inEveryTest: true,
  async run(fault) {
    const folder = mkdtempSync(join(tmpdir(), 'nearside-files-'));
    fault.afterwards(() => rmSync(folder, { recursive: true }));
    const make = (name: string, content: string) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    };
    const sparse = make('sparse', python);
    truncateSync(sparse, 10e9);
    const gone = make('gone', python);
    const paths = [make('empty', ''), make('one', 'x'), sparse, gone, make('good.py', python)];
    const { page } = await fault.open();
    await page.evaluate(() => {
      const input = document.createElement('input');
      input.type = 'file';
      input.multiple = true;
      document.body.append(input);
    });
    await page.locator('input').setInputFiles(paths);
    rmSync(gone);
    const outcomes = await page.evaluate(async () => {
      const magika = await faults.Magika.create();
      const { files } = document.querySelector('input') as HTMLInputElement;
      const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('cable')) });
      const inputs = [...[...(files ?? [])].map((file) => [file.name, file] as const), ['stream', broken] as const];
      const answers: [string, string, number][] = [];
      for (const [name, input] of inputs) {
        const { value, error, ms } = await faults.attempt(() => magika.identify(input));
        answers.push([name, value?.label ?? error?.code ?? String(error?.name), ms]);
      }
      answers.push([
        'after all of them',
        (
          await magika.identify(
            new Blob(['<!doctype html><html><head><title>t</title></head><body><p>hello</p></body></html>']),
          )
        ).label,
        0,
      ]);
      magika.destroy();
      return answers;
    });
    const labels = Object.fromEntries(outcomes.map(([name, label]) => [name, label]));
    assert.equal(labels['empty'], 'empty');
    assert.ok(['txt', 'unknown'].includes(labels['one'] ?? ''), `one byte: ${labels['one']}`);
    assert.ok(labels['sparse'] && !/pending|failed|error/i.test(labels['sparse']), `10 GB: ${labels['sparse']}`);
    assert.equal(labels['gone'], 'invalid-input');
    assert.equal(labels['stream'], 'invalid-input');
    assert.equal(labels['good.py'], 'python');
    assert.equal(labels['after all of them'], 'html');
    for (const [name, label] of outcomes) fault.saw(`${name}: ${label}`);
    const sparseMs = outcomes.find(([name]) => name === 'sparse')?.[2] ?? 0;
    fault.saw(`10 GB took ${Math.round(sparseMs)} ms`);
  },
};
