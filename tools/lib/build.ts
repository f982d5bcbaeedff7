/**
 * Builds what is stale: the packages in the order of their dependencies, then the site. A build is fresh when its
 * inputs and its output both have the digests that the last one left, so a hand-made or half-made dist is built again.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { digestOf } from './digest.ts';
import { runTool } from './run-program.ts';
import { cacheFolder, publishedPackages, root } from './workspace.ts';

const sharedInputs = ['package-lock.json', 'tsconfig.base.json'];
const notInputs = ['**/dist/**', '**/node_modules/**', '**/*.test.ts', '**/test-node/**'];

interface Target {
  name: string;
  /** Paths from the root. */
  inputs: string[];
  /** Path from the root. */
  output: string;
  /** Returns whether it went well. */
  build: () => Promise<boolean>;
}

/**
 * Builds `packages/*`.
 *
 * @throws Error when a build fails.
 */
export async function buildPackages(): Promise<void> {
  let inputs = sharedInputs;
  for (const { folder, manifest } of publishedPackages()) {
    const path = relative(root, folder).replaceAll('\\', '/');
    // Its model and everything built before it: asset names and types of the lower packages end up in its dist.
    inputs = [...inputs, path, path.replace('packages/', 'models/')];
    await buildIfStale({
      name: manifest.name,
      inputs,
      output: `${path}/dist`,
      build: async () => (await runTool('tsdown', ['--log-level', 'warn'], { cwd: folder })).code === 0,
    });
  }
}

/**
 * Builds the packages and the demo site.
 *
 * @throws Error when a build fails.
 */
export async function buildSite(): Promise<void> {
  await buildPackages();
  await buildIfStale({
    name: 'the site',
    inputs: [...sharedInputs, 'packages', 'models', 'demos', 'vite.config.ts'],
    output: 'demos/dist',
    build: async () => (await runTool('vite', ['build', '--logLevel', 'warn'])).code === 0,
  });
}

async function buildIfStale({ name, inputs, output, build }: Target): Promise<void> {
  const stamp = join(cacheFolder, 'build', output.replaceAll('/', '-'));
  const inputDigest = digestOf(root, inputs, notInputs);
  const digests = (): string => `${inputDigest} ${digestOf(root, [output])}`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digests()) return;

  const startMs = performance.now();
  console.error(`nearside: building ${name}`);
  if (!(await build())) throw new Error(`the build of ${name} failed`);
  console.error(`nearside: built ${name} in ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
  mkdirSync(join(cacheFolder, 'build'), { recursive: true });
  writeFileSync(stamp, digests());
}
