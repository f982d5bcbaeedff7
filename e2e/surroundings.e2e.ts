/**
 * The built packages as plain modules, under policies and in conditions that a page may have: each works, or rejects
 * with a code and a hint. What a consumer's bundler makes of them is in consumers/.
 */
import { expect } from '@playwright/test';
import { python } from './inputs.ts';
import { identify, providers, test } from './policy-page.ts';

test.describe('works', () => {
  for (const [provider, isolated] of providers.flatMap((name) => [[name, false] as const, [name, true] as const])) {
    const where = `${provider}, ${isolated ? 'isolated page' : 'plain page'}`;
    test(`P10 under a strict policy: ${where}`, async ({ open }) => {
      const { page, problems } = await open({ isolated });
      expect(await identify(page, provider)).toEqual({ label: 'python', threads: isolated });
      expect(problems).toEqual([]);
    });

    test(`P10 under Trusted Types: ${where}`, async ({ open }) => {
      const { page, problems } = await open({ isolated, trustedTypes: 'nearside' });
      expect(await identify(page, provider)).toEqual({ label: 'python', threads: isolated });
      expect(problems).toEqual([]);
    });
  }

  test('P11 without anything from the import until create()', async ({ open }) => {
    const { page, requests } = await open({});
    await page.evaluate(() => import('@nearside/magika' as string));
    expect(requests.filter((request) => /\.(wasm|onnx|bin)$|worker\.js$|provider\.js$/.test(request))).toEqual([]);
  });

  test('with the kernel alone: no file of ONNX Runtime is fetched', async ({ open }) => {
    const { page, requests } = await open({});
    await identify(page);
    expect(requests.filter((request) => /ort-w|\.wasm|\.onnx/.test(request))).toEqual([]);
  });

  test('with ONNX Runtime for WebAssembly: the WebGPU build is not fetched', async ({ open }) => {
    const { page, requests } = await open({});
    await identify(page, 'ort-wasm');
    expect(requests.filter((request) => /webgpu|asyncify/.test(request))).toEqual([]);
  });
});

test.describe('rejects, and says why', () => {
  test('a worker that the policy blocks', async ({ open }) => {
    const { page } = await open({ workerSrc: "'none'" });
    expect((await identify(page)).error).toMatchObject({
      code: 'worker-failed',
      hint: expect.stringContaining('worker-src'),
    });
  });

  test('Trusted Types without our policy name', async ({ open }) => {
    const { page } = await open({ trustedTypes: 'other' });
    expect((await identify(page)).error).toMatchObject({
      code: 'worker-failed',
      hint: expect.stringContaining('trusted-types nearside'),
    });
  });

  test('WebAssembly that the policy blocks', async ({ open }) => {
    const { page } = await open({ wasm: false });
    for (const provider of providers) {
      expect((await identify(page, provider)).error).toMatchObject({ code: 'provider-failed' });
    }
  });

  for (const { missing, code, provider } of [
    { missing: 'magika.worker.js', code: 'worker-failed', provider: 'kernel' },
    { missing: 'magika-kernel-weights.bin', code: 'network', provider: 'kernel' },
    { missing: 'ort-wasm.provider.js', code: 'provider-failed', provider: 'ort-wasm' },
    { missing: 'ort-wasm-simd-threaded.wasm', code: 'network', provider: 'ort-wasm' },
    { missing: 'magika.onnx', code: 'network', provider: 'ort-wasm' },
  ] as const) {
    test(`P3 ${missing} that is missing; once it is there, the next try works`, async ({ open }) => {
      const { page } = await open({}, missing);
      expect((await identify(page, provider)).error).toMatchObject({
        code,
        hint: expect.stringContaining('docs/packaging.md'),
      });
      await page.unroute(`**/${missing}`);
      expect(await identify(page, provider)).toMatchObject({ label: 'python' });
    });
  }
});

test('a deleted file, a broken stream and a detached buffer reject, and the next call works', async ({ open }) => {
  const { page } = await open({});
  const codes = await page.evaluate(async (content) => {
    const { Magika } = (await import('@nearside/magika' as string)) as typeof import('@nearside/magika');
    const magika = await Magika.create();
    const detached = new Uint8Array(100);
    structuredClone(detached.buffer, { transfer: [detached.buffer] });
    const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('cable')) });
    const inputs = [detached, broken, 'text' as unknown as Blob, new Blob([content]), new Blob([])];
    const answers: string[] = [];
    for await (const { result, error } of magika.identifyAll(inputs)) {
      answers.push(result?.label ?? (error as { code?: string }).code ?? '');
    }
    magika.destroy();
    return answers;
  }, python);
  expect(codes).toEqual(['invalid-input', 'invalid-input', 'invalid-input', 'python', 'empty']);
});

test('X2 a worker killed from outside: the calls that it held are made again, and the next one works', async ({
  open,
  context,
}) => {
  const { page } = await open({});
  // Through DevTools, as a crash or the system would end it: the page is sent no event.
  const session = await context.newCDPSession(page);
  const attached = new Promise<string>((resolve) =>
    session.on('Target.attachedToTarget', ({ sessionId }) => resolve(sessionId)),
  );
  const detached = new Promise((resolve) => session.on('Target.detachedFromTarget', resolve));
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  await page.evaluate(async () => {
    const { Magika } = (await import('@nearside/magika' as string)) as typeof import('@nearside/magika');
    Object.assign(globalThis, { magika: await Magika.create() });
  });
  const sessionId = await attached;
  // Many calls, and one answered: the worker is at work on the others.
  await page.evaluate(async (content) => {
    const { magika } = globalThis as unknown as { magika: import('@nearside/magika').Magika };
    let answered = 0;
    const calls = Array.from({ length: 1000 }, () =>
      magika.identify(new Blob([content])).finally(() => (answered += 1)),
    );
    Object.assign(globalThis, { settled: Promise.allSettled(calls), answeredCount: () => answered });
    await calls[0];
  }, python);
  await session.send('Target.sendMessageToTarget', {
    sessionId,
    message: JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression: 'self.close()' } }),
  });
  await detached;
  const answered = await page.evaluate(() =>
    (globalThis as unknown as { answeredCount: () => number }).answeredCount(),
  );
  expect(answered).toBeLessThan(1000);
  const { codes, next } = await page.evaluate(async (content) => {
    const { magika, settled } = globalThis as unknown as {
      magika: import('@nearside/magika').Magika;
      settled: Promise<PromiseSettledResult<unknown>[]>;
    };
    const found = (await settled).map((call) =>
      call.status === 'rejected' ? (call.reason as { code: string }).code : 'answered',
    );
    return { codes: [...new Set(found)].toSorted(), next: (await magika.identify(new Blob([content]))).label };
  }, python);
  expect({ codes, next }).toEqual({ codes: ['answered'], next: 'python' });
});
