// The installed packages in other runtimes than Node, by their npm packages: the same program, the same answers.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { runProgram } from '../../tools/lib/run-program.ts';
import { createApp, type App } from './lib/create-app.ts';
import { full } from './lib/suite.ts';

test.skip(!full, 'only with --full');

let app: App;
test.beforeAll(() => {
  app = createApp('runtimes');
});
test.afterAll(() => app.remove());

const platform = `${process.platform}-${process.arch}`;
const libc = process.platform === 'linux' ? '-glibc' : '';
const suffix = process.platform === 'win32' ? '.exe' : '';

/** Each with the program in the package for this platform: nothing of theirs is run at installation. */
const runtimes = [
  { name: 'Deno', program: `@deno/${platform}${libc}/deno${suffix}`, args: ['run', '--allow-all'] },
  {
    name: 'Bun',
    program: `@oven/bun-${platform.replace('win32', 'windows').replace('arm64', 'aarch64')}/bin/bun${suffix}`,
    args: ['run'],
  },
];

/** What the program prints. It has to end by itself, so it may hold nothing open. */
async function identify(executable: string, args: string[]): Promise<unknown> {
  const options = { cwd: app.folder, output: 'keep', timeoutS: 120 } as const;
  const { code, output } = await runProgram(executable, [...args, 'identify.js'], options);
  expect(code, output).toBe(0);
  return JSON.parse(output);
}

for (const { name, program, args } of runtimes) {
  test(`${name} gives the answers of Node to the last bit: in-process, of a path, in threads, and at once`, async () => {
    const executable = join(app.folder, 'node_modules', program);
    test.skip(!existsSync(executable), `${name} has no program for ${platform} on npm`);
    const want = await identify(process.execPath, []);
    expect(want).toMatchObject({
      provider: 'kernel',
      answers: Array.from({ length: 4 }, () => ['python', expect.any(Number)]),
    });
    expect(await identify(executable, args)).toEqual(want);
  });
}
