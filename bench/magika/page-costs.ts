/** What a page pays in Chromium: the way to the first label, its bytes, and a folder of files. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Browser } from 'playwright';
import { launchChromium } from '../../tools/lib/launch-browser.ts';
import { root } from '../../tools/lib/workspace.ts';
import type { NpmPeers } from '../lib/peers.ts';
import type { Report } from '../lib/report.ts';
import { peakMemoryMib } from '../lib/run-measured.ts';
import { servePage, type PageServer } from '../lib/serve-page.ts';
import { findLongestTask, type LongestTask } from './longest-task.ts';

interface FirstLabel {
  label: string;
  /** Since navigation began. */
  ms: number;
}

const what = 'navigation to first label';

/**
 * Measures the way to the first label, ours beside a page with plain ONNX Runtime Web, a new profile each time.
 *
 * @throws Error when ours fails.
 */
export async function measureColdStart(report: Report, rounds: number, peers: NpmPeers | undefined): Promise<void> {
  const ours = await servePage({ script: 'first-label.js' });
  let theirs = peers && (await servePeer(peers));
  const browser = await launchChromium();
  try {
    // The browser's own first page is slower than all that follow: it counts for neither.
    await firstLabel(browser, ours);
    try {
      if (theirs) await firstLabel(browser, theirs);
    } catch (error) {
      report.missing('cold_start_ratio_ort_web', `the page of the peer failed: ${(error as Error).message}`);
      await theirs?.close();
      theirs = undefined;
    }
    const times = { ours: [] as number[], theirs: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      times.ours.push((await firstLabel(browser, ours)).ms);
      if (theirs) times.theirs.push((await firstLabel(browser, theirs)).ms);
    }
    report.row(what, 'ours', 'ms', times.ours, 'first_label_ms');
    report.row('bytes to the first label, brotli', 'ours', 'B', [wireBytes(ours)], 'wire_bytes');
    if (!theirs || !peers) return;
    const who = `onnxruntime-web ${peers.version('onnxruntime-web')}`;
    report.row(what, who, 'ms', times.theirs);
    report.row('bytes to the first label, brotli', who, 'B', [wireBytes(theirs)]);
    report.ratio('cold_start_ratio_ort_web', what, who, times.theirs, times.ours);
  } finally {
    await browser.close();
    await ours.close();
    await theirs?.close();
  }
}

/**
 * Measures many files in one page.
 *
 * @param files Paths below one folder; they are repeated until there are `count`.
 * @throws Error when ours fails.
 */
export async function measureManyFiles(report: Report, rounds: number, files: string[], count: number): Promise<void> {
  const folders = [...new Set(files.map((file) => dirname(file)))];
  const mounts = Object.fromEntries(folders.map((folder, index) => [`/files/${index}/`, folder]));
  const paths = files.map((file) => {
    const folder = dirname(file);
    return `/files/${folders.indexOf(folder)}/${encodeURIComponent(file.slice(folder.length + 1))}`;
  });
  const server = await servePage({ script: 'many-files.js', mounts });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.evaluate((request) => (globalThis as unknown as ManyFiles).bench.prepare(request), { paths, count });
    const run = () => page.evaluate(() => (globalThis as unknown as ManyFiles).bench.run());
    const speeds: number[] = [];
    const observed: number[] = [];
    const traced: LongestTask[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { filesPerS, longestTaskMs } = await run();
      speeds.push(filesPerS);
      observed.push(longestTaskMs);
      // Traced apart: tracing costs time, but only it knows tasks below 50 ms.
      await browser.startTracing(page, { categories: ['toplevel'] });
      await run();
      traced.push(findLongestTask(await browser.stopTracing()));
    }
    report.row(`files a second in a page, of ${count}`, 'ours', '1/s', speeds, 'files_per_s');
    const task = `longest task of a page with ${count} files`;
    report.row(
      task,
      'ours',
      'ms',
      traced.map(({ wallMs }) => wallMs),
      'page_longest_task_ms',
    );
    report.row(
      `${task}, CPU time`,
      'ours',
      'ms',
      traced.map(({ cpuMs }) => cpuMs),
    );
    report.row('longest task by the longtask observer (0: none of 50 ms)', 'ours', 'ms', observed);
    const memory = await rendererMemoryMib(browser);
    if (memory !== undefined) report.row("peak memory of the page's process", 'ours', 'MiB', [memory]);
  } finally {
    await browser.close();
    await server.close();
  }
}

interface ManyFiles {
  bench: {
    prepare: (request: { paths: string[]; count: number }) => Promise<void>;
    run: () => Promise<{ filesPerS: number; longestTaskMs: number }>;
  };
}

function servePeer(peers: NpmPeers): Promise<PageServer> {
  const bundle = '/peers/onnxruntime-web/dist/ort.wasm.bundle.min.mjs';
  return servePage({
    script: 'first-label-onnxruntime.js',
    mounts: {
      '/peers/onnxruntime-web/': peers.file('onnxruntime-web'),
      '/model/': join(root, 'models', 'magika', 'standard_v3_3'),
    },
    imports: { 'onnxruntime-web/wasm': bundle },
  });
}

async function firstLabel(browser: Browser, { url }: PageServer): Promise<FirstLabel> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(url);
    const first = await page.evaluate(() =>
      (globalThis as unknown as { bench: { firstLabel: () => Promise<FirstLabel> } }).bench.firstLabel(),
    );
    if (first.label !== 'python') throw new Error(`the first label was ${first.label} where python is right`);
    return first;
  } finally {
    await context.close();
  }
}

/** All that was requested, once each, as a server with brotli sends it; headers are not counted. */
function wireBytes({ requests, fileOf }: PageServer): number {
  const files = new Set(
    requests.map((request) => fileOf(new URL(request.replace('GET ', ''), 'http://localhost').pathname)),
  );
  return [...files].reduce((sum, file) => {
    const bytes = readFileSync(file);
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length, [constants.BROTLI_PARAM_LGWIN]: 24 };
    return sum + brotliCompressSync(bytes, { params }).length; // quality 11 is the default
  }, 0);
}

async function rendererMemoryMib(browser: Browser): Promise<number | undefined> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const seen = processInfo.filter(({ type }) => type === 'renderer').flatMap(({ id }) => peakMemoryMib(id) ?? []);
  return seen.length > 0 ? Math.max(...seen) : undefined;
}
