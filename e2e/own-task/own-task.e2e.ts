/** A task that is defined outside our packages, on nothing but their public exports, under every fault of a worker. */
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type TestInfo } from '@playwright/test';
import { serveStatic } from '../../tools/lib/static-server.ts';
import { builtFolder, test } from './fixture.ts';
import { makeManifest, makeModel } from './make-model.ts';
import type { OwnTaskTools } from './page.ts';

declare const ownTask: OwnTaskTools;

/** The promise's deadlines hold three times over: the machine is shared. */
const leeway = 3;

test('the model and its manifest are what the script writes', () => {
  const model = makeModel();
  expect(readFileSync(join(import.meta.dirname, 'scale.onnx')).equals(Buffer.from(model))).toBe(true);
  const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, 'scale.manifest.json'), 'utf8'));
  expect(manifest).toEqual(makeManifest(model));
});

test('the guide shows the files as they are, and the task in 60 lines', () => {
  const guide = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'own-task.md'), 'utf8');
  const shown = [...guide.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)].map(([, name = '', code = '']) => ({ name, code }));
  for (const { name, code } of shown) expect(code, name).toBe(readFileSync(join(import.meta.dirname, name), 'utf8'));
  const scripts = shown.filter(({ name }) => name.endsWith('.ts'));
  expect(scripts.map(({ name }) => name)).toEqual(['scale-task.ts', 'scale.worker.ts', 'scale.ts']);
  const lines = scripts.flatMap(({ code }) => code.split('\n')).filter((line) => !/^\s*(\/\/.*|\/\*\*.*)?$/.test(line));
  expect(lines.length).toBeLessThanOrEqual(60);
});

test('P1 answers, streams, and says what runs, under the strict policy', async ({ own }) => {
  const got = await own.evaluate(async () => {
    const scale = await ownTask.createScale();
    const answers: number[] = [await scale.scale(20)];
    for await (const answer of scale.scaleAll([1, 2, 3])) answers.push(answer);
    return { answers, provider: scale.explain()?.provider.name };
  });
  expect(got).toEqual({ answers: [41, 3, 5, 7], provider: 'ort-wasm' });
});

for (const { id, name, fault, code, withinMs } of [
  { id: 'X3', name: 'an endless loop', fault: 15, code: 'timeout', withinMs: 1000 + 2000 },
  { id: 'X2', name: 'an error that nobody catches', fault: 16, code: 'worker-failed', withinMs: 2000 },
  { id: 'X2', name: 'a worker that is gone', fault: 17, code: 'worker-failed', withinMs: 2000 },
]) {
  test(`${id} ${name}: ${code}, and the next call works`, async ({ own }) => {
    const { error, ms, next } = await own.evaluate(async (x) => {
      const scale = await ownTask.createScale({ runtime: ownTask.faultyRuntime() });
      const begin = performance.now();
      const failed = await scale.scale(x).catch((reason: { code: string }) => ({ code: reason.code }));
      return { error: failed, ms: performance.now() - begin, next: await scale.scale(20) };
    }, fault);
    expect(error).toEqual({ code });
    expect(ms).toBeLessThan(withinMs * leeway);
    expect(next).toBe(41);
  });
}

test('X2 a worker killed from outside between calls, and in one: the call is made again', async ({ own }) => {
  await own.evaluate(async () => {
    const scale = await ownTask.createScale({ runtime: ownTask.faultyRuntime() });
    Object.assign(globalThis, { kept: { scale } });
  });
  const kill = async () => {
    const [worker] = own.workers();
    await worker?.evaluate(() => close()).catch(() => undefined); // it cannot answer any more
  };
  await kill();
  expect(await own.evaluate(() => kept.scale.scale(20))).toBe(41);
  // 19 is answered when the page says so: the first worker that has it is killed, the second one is told.
  await own.evaluate(() => {
    const channel = new BroadcastChannel('own-task');
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    let times = 0;
    channel.onmessage = () => {
      times += 1;
      if (times === 1) resolve();
      else channel.postMessage('go');
    };
    Object.assign(kept, { begun, answer: kept.scale.scale(19) });
  });
  await own.evaluate(() => kept.begun);
  await kill();
  expect(await own.evaluate(() => kept.answer)).toBe(39);
});

test('P6 C1 an abort rejects at once, and a loop that does not hear it is ended', async ({ own }) => {
  const told = await own.evaluate(async () => {
    const scale = await ownTask.createScale({ runtime: ownTask.faultyRuntime() });
    const reasons: string[] = [];
    let rejectedMs = 0;
    let freshMs = 0;
    for (const x of [18, 15]) {
      const controller = new AbortController();
      const call = scale.scale(x, { signal: controller.signal });
      const begin = performance.now();
      controller.abort(new Error('enough'));
      await call.catch((error: Error) => reasons.push(error.message));
      rejectedMs = Math.max(rejectedMs, performance.now() - begin);
      await scale.scale(20);
      freshMs = performance.now() - begin;
    }
    return { reasons, rejectedMs, freshMs };
  });
  expect(told.reasons).toEqual(['enough', 'enough']);
  expect(told.rejectedMs).toBeLessThan(100 * leeway);
  expect(told.freshMs).toBeLessThan(2000 * leeway);
});

test('X5 a provider that fails in mid-session: the next one answers the same call, and the page is told', async ({
  own,
}) => {
  const told = await own.evaluate(async () => {
    const runtime = ownTask.faultyRuntime();
    const changes: object[] = [];
    runtime.on('providerchange', (change) => changes.push(change));
    const scale = await ownTask.createScale({ runtime });
    const before = scale.explain()?.provider.name;
    const answers = [await scale.scale(13), await scale.scale(20)];
    return { answers, changes, before, after: scale.explain() };
  });
  expect(told.answers).toEqual([27, 41]);
  expect(told.before).toBe('faulty');
  expect(told.after?.provider.name).toBe('ort-wasm');
  expect(told.after?.refused).toContainEqual(expect.objectContaining({ provider: 'faulty', step: 'failed' }));
  expect(told.changes).toEqual([
    {
      task: 'scale',
      model: 'example/scale',
      from: 'faulty',
      to: 'ort-wasm',
      reason: expect.stringContaining('its output is NaN'),
    },
  ]);
});

test('X5 a device that is lost twice: a fresh worker first, the next provider then', async ({ own }) => {
  const told = await own.evaluate(async () => {
    const scale = await ownTask.createScale({ runtime: ownTask.faultyRuntime() });
    const first = await scale.scale(14).catch((error: { code: string }) => error.code);
    return { first, second: await scale.scale(14), provider: scale.explain()?.provider.name };
  });
  expect(told).toEqual({ first: 'device-lost', second: 29, provider: 'ort-wasm' });
});

test('C2 P8 destroyed in flight, twice, and called after: each says so, and the worker goes', async ({ own }) => {
  const codes = await own.evaluate(async () => {
    const scale = await ownTask.createScale({ runtime: ownTask.faultyRuntime() });
    const inFlight = scale.scale(18);
    scale.destroy();
    scale.destroy();
    const settled = await Promise.allSettled([inFlight, scale.scale(20)]);
    return settled.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'answered'));
  });
  expect(codes).toEqual(['destroyed', 'destroyed']);
  await expect.poll(() => own.workers().length).toBe(0);
});

test('C4 a reader that leaves stops the producer', async ({ own }) => {
  const next = await own.evaluate(async () => {
    const scale = await ownTask.createScale();
    for await (const answer of scale.scaleAll(Array.from({ length: 100_000 }, (_, index) => index))) {
      if (answer > 10) break;
    }
    return scale.scale(20);
  });
  expect(next).toBe(41);
});

test('X13 an old worker from the cache is fetched again, past it', async ({ page }, testInfo) => {
  const folder = copyOfBuild(testInfo);
  const script = join(
    folder,
    'assets',
    readdirSync(join(folder, 'assets')).find((name) => name.startsWith('scale.worker'))!,
  );
  const present = readFileSync(script, 'utf8');
  const old = present.replace(/(name:[`"']scale[`"'],version:[`"'])1/, '$10');
  expect(old).not.toBe(present);
  writeFileSync(script, old);
  const headers = (path: string): Record<string, string> =>
    /scale\.worker/.test(path) ? { 'cache-control': 'max-age=3600' } : {};
  const server = await serveStatic({ mounts: { '/': folder }, headers });
  try {
    await page.goto(server.origin);
    const create = () =>
      page.evaluate(async () => {
        try {
          return await (await ownTask.createScale()).scale(20);
        } catch (error) {
          return (error as { code: string }).code;
        }
      });
    expect(await create()).toBe('worker-version-mismatch');
    writeFileSync(script, present);
    expect(await create()).toBe(41);
  } finally {
    await server.close();
  }
});

test('spans of page and worker make one Chrome trace', async ({ own }) => {
  const names = await own.evaluate(async () => {
    const runtime = ownTask.createRuntime();
    const spans: Parameters<typeof ownTask.toChromeTrace>[0][number][] = [];
    runtime.on('span', (span) => spans.push(span));
    const scale = await ownTask.createScale({ runtime });
    await scale.scale(20);
    const { traceEvents } = ownTask.toChromeTrace(spans);
    return traceEvents.filter(({ ph }) => ph === 'b').map(({ name, tid }) => `${tid} ${name}`);
  });
  for (const name of [
    '1 worker-start',
    '2 start',
    '2 select',
    '2 fetch',
    '2 verify',
    '2 compile',
    '2 golden',
    '1 call',
  ]) {
    expect(names).toContain(name);
  }
});

function copyOfBuild(testInfo: TestInfo): string {
  const folder = testInfo.outputPath('site');
  cpSync(builtFolder, folder, { recursive: true });
  return folder;
}

/** What a test leaves on the page for its next step. */
declare const kept: {
  scale: Awaited<ReturnType<OwnTaskTools['createScale']>>;
  begun: Promise<void>;
  answer: Promise<number>;
};
