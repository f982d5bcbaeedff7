/** A page with the built packages as plain modules, under a policy of the test's choice. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { serveStatic } from '../tools/lib/static-server.ts';
import { python } from './inputs.ts';

const root = join(import.meta.dirname, '..');
const importMap = JSON.stringify({
  imports: {
    '@nearside/core': '/core/index.js',
    '@nearside/core/ort-wasm': '/core/ort-wasm.js',
    '@nearside/core/ort-webgpu': '/core/ort-webgpu.js',
    '@nearside/core/ort-webnn': '/core/ort-webnn.js',
    '@nearside/core/tfjs-wasm': '/core/tfjs-wasm.js',
    '@nearside/core/tfjs-webgl': '/core/tfjs-webgl.js',
    '@nearside/core/tfjs-webgpu': '/core/tfjs-webgpu.js',
    '@nearside/core/testing': '/core/testing.js',
    '@nearside/autoflip/steps': '/autoflip/steps.js',
    '@nearside/magika': '/magika/index.js',
    '@nearside/magika/ort-wasm': '/magika/ort-wasm.js',
    '@nearside/magika/ort-webgpu': '/magika/ort-webgpu.js',
    comlink: '/comlink/comlink.mjs',
  },
});
const mapHash = createHash('sha256').update(importMap).digest('base64');

interface Policy {
  readonly workerSrc?: string;
  readonly wasm?: boolean;
  readonly trustedTypes?: string;
  readonly isolated?: boolean;
  /** Further files beside the page, by name: a worker of its own. */
  readonly files?: Readonly<Record<string, string>>;
  /** Whether a video may come from a Blob: our server answers no ranges, so one from there cannot be sought in. */
  readonly blobMedia?: boolean;
  /** Further folders, by the path that they are served under. */
  readonly mounts?: Readonly<Record<string, string>>;
}

function headersOf({
  workerSrc = "'self'",
  wasm = true,
  trustedTypes,
  isolated = false,
  blobMedia = false,
}: Policy): Record<string, string> {
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'sha256-${mapHash}'${wasm ? " 'wasm-unsafe-eval'" : ''}`,
    `worker-src ${workerSrc}`,
    "connect-src 'self'",
    ...(blobMedia ? ["media-src 'self' blob:"] : []),
    'img-src data:', // the page's own empty icon
    ...(trustedTypes === undefined ? [] : [`require-trusted-types-for 'script'; trusted-types ${trustedTypes}`]),
  ].join('; ');
  const isolation = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
  return { 'content-security-policy': policy, ...(isolated ? isolation : {}) };
}

/** Opens an empty page under a policy; what it violates is collected, worker realms included. */
export const test = base.extend<{
  open: (policy: Policy, missing?: string) => Promise<{ page: Page; problems: string[]; requests: string[] }>;
}>({
  open: async ({ page }, use) => {
    const cleanUps: (() => unknown)[] = [];
    await use(async (policy, missing) => {
      const folder = mkdtempSync(join(tmpdir(), 'nearside-page-'));
      cleanUps.push(() => rmSync(folder, { recursive: true }));
      writeFileSync(
        join(folder, 'index.html'),
        `<!doctype html><link rel="icon" href="data:,"><script type="importmap">${importMap}</script>`,
      );
      for (const [name, content] of Object.entries(policy.files ?? {})) writeFileSync(join(folder, name), content);
      const server = await serveStatic({
        mounts: {
          '/': folder,
          '/core/': join(root, 'packages/core/dist'),
          '/magika/': join(root, 'packages/magika/dist'),
          ...policy.mounts,
          '/autoflip/': join(root, 'packages/autoflip/dist'),
          '/blazeface/': join(root, 'models/blazeface/back'),
          '/comlink/': join(root, 'node_modules/comlink/dist/esm'),
        },
        headers: headersOf(policy),
      });
      cleanUps.push(() => server.close());
      if (missing) await page.route(`**/${missing}`, (route) => route.fulfill({ status: 404 }));
      const problems: string[] = [];
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(String(error)));
      await page.goto(`${server.origin}/`);
      return { page, problems, requests: server.requests };
    });
    for (const cleanUp of cleanUps) await cleanUp();
  },
});

interface Outcome {
  readonly label?: string;
  readonly threads?: boolean;
  readonly error?: { readonly code: string; readonly hint?: string; readonly message: string };
}

/** What Magika is tried on. */
export const providers = ['kernel', 'ort-wasm'] as const;

/** Creates a Magika in the page and identifies Python; settles with what came of it. */
export function identify(page: Page, provider: (typeof providers)[number] | 'ort-webgpu' = 'kernel'): Promise<Outcome> {
  return page.evaluate(
    async ({ content, name }): Promise<Outcome> => {
      const { kernel, Magika } = (await import('@nearside/magika' as string)) as typeof import('@nearside/magika');
      const load = async () => {
        if (name === 'kernel') return kernel;
        const { ortWasm, ortWebgpu } = (await import(`@nearside/magika/${name}`)) as Partial<
          typeof import('@nearside/magika/ort-wasm') & typeof import('@nearside/magika/ort-webgpu')
        >;
        return (ortWasm ?? ortWebgpu) as NonNullable<typeof ortWasm>;
      };
      try {
        const magika = await Magika.create({ providers: [await load()], allowFallbackAdapter: true });
        const { label } = await magika.identify(new Blob([content]));
        const { wasmThreads: threads } = magika.explain().capabilities;
        magika.destroy();
        return { label, threads };
      } catch (error) {
        const { code, hint, message } = error as { code: string; hint?: string; message: string };
        return { error: { code, message, ...(hint !== undefined && { hint }) } };
      }
    },
    { content: python, name: provider },
  );
}
