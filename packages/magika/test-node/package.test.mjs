// The built package on the oldest Node it supports, with Node's own test runner: vitest itself needs a newer one.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

const python = 'import os\n\n\ndef main(path):\n    for name in os.listdir(path):\n        print(name)\n';

test('P11 importing has no effect: no global, no handle', async () => {
  const globals = Object.getOwnPropertyNames(globalThis).sort();
  await import('@nearside/magika');
  await import('@nearside/core');
  assert.deepEqual(Object.getOwnPropertyNames(globalThis).sort(), globals);
  assert.deepEqual(
    process.getActiveResourcesInfo().filter((kind) => !/^(TTY|Pipe|FS|CloseReq)/.test(kind)),
    [],
  );
});

test('a file is identified in-process, twice over, in every form', async () => {
  const { Magika } = await import('@nearside/magika');
  for (let round = 0; round < 2; round++) {
    const magika = await Magika.create();
    for (const input of [new Blob([python]), Buffer.from(python), new Blob([python]).stream()]) {
      assert.equal((await magika.identify(input)).label, 'python');
    }
    magika.destroy();
  }
});

test('paths are identified', async () => {
  const { Magika } = await import('@nearside/magika');
  const { identifyPath } = await import('@nearside/magika/node');
  const magika = await Magika.create();
  const { status, result } = await identifyPath(magika, new URL('../package.json', import.meta.url).pathname);
  assert.equal(status, 'ok');
  assert.equal(result.label, 'json');
  magika.destroy();
});

test(
  'require() works where Node supports it for modules',
  { skip: !process.features.require_module && 'this Node requires no modules' },
  () => {
    assert.equal(typeof createRequire(import.meta.url)('@nearside/magika').Magika.create, 'function');
  },
);

test('the fake answers what it is told, with the errors of the real one', async () => {
  const { fakeMagika } = await import('@nearside/magika/testing');
  const magika = fakeMagika('pdf');
  assert.equal((await magika.identify(new Blob(['anything']))).mimeType, 'application/pdf');
  await assert.rejects(magika.identify('a path'), { code: 'invalid-input' });
  const labels = [];
  for await (const { result } of magika.identifyAll([new Blob(['a']), new Blob(['b'])])) labels.push(result.label);
  assert.deepEqual(labels, ['pdf', 'pdf']);
  magika.destroy();
  await assert.rejects(magika.identify(new Blob(['a'])), { code: 'destroyed' });
});

test(
  'disposal works where the platform has it',
  { skip: !Symbol.asyncDispose && 'this Node has no Symbol.asyncDispose' },
  async () => {
    const { Magika } = await import('@nearside/magika');
    const magika = await Magika.create();
    await magika[Symbol.asyncDispose]();
    await assert.rejects(magika.identify(new Blob([python])), { code: 'destroyed' });
  },
);
