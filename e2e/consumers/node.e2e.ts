// What a server render does with the installed packages: import them, and perhaps use them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { runProgram } from '../../tools/lib/run-program.ts';
import { createApp, type App } from './lib/create-app.ts';

let app: App;
test.beforeAll(() => {
  app = createApp('plain');
});
test.afterAll(() => app.remove());

/** What a module prints, as JSON; it has to end by itself, so it may hold nothing open. */
async function runModule(code: string): Promise<unknown> {
  const path = join(app.folder, 'program.mjs');
  writeFileSync(path, code);
  const { code: exitCode, output } = await runProgram(process.execPath, [path], { output: 'keep', timeoutS: 60 });
  expect(exitCode, output).toBe(0);
  return JSON.parse(output);
}

test('importing every entry point adds no global and leaves nothing running', async () => {
  const result = await runModule(`
    import { readFileSync } from 'node:fs';
    const globals = Reflect.ownKeys(globalThis);
    const entries = ['autoflip', 'core', 'llm', 'magika'].flatMap((name) => {
      const folder = new URL('./node_modules/@nearside/' + name + '/', import.meta.url);
      const { exports } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));
      const subpaths = Object.keys(exports).filter((subpath) => subpath !== './package.json');
      return subpaths.map((subpath) => '@nearside/' + name + subpath.slice(1));
    });
    for (const entry of entries) await import(entry);
    const added = Reflect.ownKeys(globalThis).filter((key) => !globals.includes(key)).map(String);
    console.log(JSON.stringify({ imported: entries.length > 8, added }));
  `);
  expect(result).toEqual({ imported: true, added: [] });
});

const python = '#!/usr/bin/env python3\\nimport sys\\n\\n\\ndef main():\\n    print(sys.argv)\\n\\n\\nmain()\\n';

test('require works, and the same root identifies in-process, with the kernel', async () => {
  const result = await runModule(`
    import { createRequire } from 'node:module';
    const { Magika } = createRequire(import.meta.url)('@nearside/magika');
    const magika = await Magika.create();
    const { label } = await magika.identify(new Blob(['${python}']));
    const provider = magika.explain().provider.name;
    magika.destroy();
    console.log(JSON.stringify({ label, provider }));
  `);
  expect(result).toEqual({ label: 'python', provider: 'kernel' });
});

test('ONNX Runtime identifies in-process where it is imported', async () => {
  const result = await runModule(`
    import { Magika } from '@nearside/magika';
    import { ortWasm } from '@nearside/magika/ort-wasm';
    const magika = await Magika.create({ providers: [ortWasm] });
    const { label } = await magika.identify(new Blob(['${python}']));
    const provider = magika.explain().provider.name;
    magika.destroy();
    console.log(JSON.stringify({ label, provider }));
  `);
  expect(result).toEqual({ label: 'python', provider: 'ort-wasm' });
});
