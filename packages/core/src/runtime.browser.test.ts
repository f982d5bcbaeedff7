import * as comlink from 'comlink';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Asset } from './assets.ts';
import { exerciseTask, type Exercise } from './fixtures/exercise-task.ts';
import type { Lease } from './lease.ts';
import { createRuntime, type Runtime, type RuntimeOptions } from './runtime.ts';
import type { Task } from './task.ts';
import type { Span } from './trace/span.ts';

const scripts = {
  exercise: new URL('./fixtures/exercise.worker.ts', import.meta.url),
  'old-version': new URL('./fixtures/old-version.worker.ts', import.meta.url),
  throws: new URL('./fixtures/throws.worker.ts', import.meta.url),
  silent: new URL('./fixtures/silent.worker.ts', import.meta.url),
  'broken-syntax': new URL('./fixtures/broken-syntax.worker.js', import.meta.url),
  missing: new URL('./fixtures/missing.worker.js', import.meta.url),
};

function lease(
  script: keyof typeof scripts,
  runtime: Runtime = createRuntime(),
  task: Task<Exercise> = exerciseTask(),
): Lease<Exercise, undefined> {
  const worker: Asset = { name: `${script}.worker.js`, url: scripts[script], kind: 'script' };
  const taken = runtime.lease(task, { worker, providers: [], modelFiles: {}, options: undefined });
  onTestFinished(() => taken.release());
  return taken;
}

async function started(options?: RuntimeOptions): Promise<Lease<Exercise, undefined>> {
  const taken = lease('exercise', createRuntime(options));
  await taken.start({});
  return taken;
}

describe('a worker that does not start', () => {
  it.each([
    { script: 'missing', code: 'worker-failed', message: 'could not be loaded' },
    { script: 'broken-syntax', code: 'worker-failed', message: 'could not be loaded' },
    { script: 'throws', code: 'worker-failed', message: 'thrown at import' },
    { script: 'silent', code: 'timeout', message: 'said nothing' },
    // X13
    { script: 'old-version', code: 'worker-version-mismatch', message: 'exercise 0' },
  ] as const)('X1 $script: rejects with $code, and so does the next try', async ({ script, code, message }) => {
    const runtime = createRuntime();
    for (let round = 0; round < 2; round++) {
      const failing = lease(script, runtime).start({});
      await expect(failing).rejects.toMatchObject({ code, stage: 'start', message: expect.stringContaining(message) });
    }
  });

  it('rejects with the reason when the start is aborted', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const starting = lease('silent').start({ signal: controller.signal });
    controller.abort(reason);
    await expect(starting).rejects.toBe(reason);
  });
});

describe('a worker that runs', () => {
  it('carries errors whole', async () => {
    const exercise = await started();
    await expect(exercise.call('fail', 'nearside')).rejects.toMatchObject({
      name: 'NearsideError',
      code: 'invalid-input',
      stage: 'read',
      hint: 'choose again',
      cause: { name: 'NotFoundError' },
    });
    await expect(exercise.call('fail', 'abort')).rejects.toMatchObject({ name: 'AbortError' });
    await expect(exercise.call('fail', 'plain')).rejects.toMatchObject({ name: 'RangeError', message: 'too far' });
  });

  it('hears an abort, while the caller is told at once', async () => {
    const exercise = await started();
    const controller = new AbortController();
    const reason = new DOMException('enough', 'AbortError');
    const onProgress = () => controller.abort(reason);
    await expect(exercise.call('wait', undefined, { signal: controller.signal, onProgress })).rejects.toBe(reason);
    expect(await exercise.call('echo', 'still here')).toBe('still here');
  });

  it('streams with back-pressure, and stops when the reader leaves', async () => {
    const exercise = await started();
    const got: number[] = [];
    for await (const number of exercise.stream('count', 1_000_000)) {
      got.push(number);
      if (got.length === 10) break;
    }
    expect(got).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    // Ten taken and four on their way: it never ran ahead.
    expect(await exercise.call('counted', undefined)).toBeLessThan(20);
  });

  it('streams to the end', async () => {
    const exercise = await started();
    const got: number[] = [];
    for await (const number of exercise.stream('count', 50)) got.push(number);
    expect(got).toHaveLength(50);
  });

  it('detaches and changes no argument', async () => {
    const exercise = await started();
    const bytes = new Uint8Array([1, 2, 3]);
    expect(await exercise.call('echo', bytes)).toEqual(bytes);
    expect([...bytes]).toEqual([1, 2, 3]);
    expect(bytes.buffer.byteLength).toBe(3);
  });

  it('says that an argument cannot cross, and works on', async () => {
    const exercise = await started();
    await expect(exercise.call('echo', () => 1)).rejects.toMatchObject({ code: 'invalid-input' });
    expect(await exercise.call('echo', 1)).toBe(1);
  });

  it("leaves the page's own comlink as it was", async () => {
    const before = [...comlink.transferHandlers];
    await started();
    expect([...comlink.transferHandlers]).toEqual(before);
  });
});

describe('a worker that breaks', () => {
  it.each([
    { id: 'X3', method: 'spin', code: 'timeout' },
    { id: 'X2', method: 'vanish', code: 'worker-failed' },
    { id: 'X2', method: 'crash', code: 'worker-failed' },
  ] as const)(
    '$id $method: rejects with $code within 2 s and more of the budget, and the next call works',
    async ({ method, code }) => {
      const exercise = await started();
      const begin = performance.now();
      const others = Promise.allSettled([exercise.call(method, undefined), exercise.call('wait', undefined)]);
      const [broken, bystander] = await others;
      expect(broken).toMatchObject({ status: 'rejected', reason: { code } });
      expect(bystander).toMatchObject({ status: 'rejected', reason: { code: 'worker-failed' } });
      // The promise's deadline (spec: 2 s), three times, as the machine is shared.
      expect(performance.now() - begin).toBeLessThan(6000);
      expect(await exercise.call('echo', 'fresh')).toBe('fresh');
    },
  );
});

describe('a worker that is lost', () => {
  /** A runtime whose workers are named 0, 1, 2 … */
  function numbered() {
    const made: Worker[] = [];
    const worker = () => {
      made.push(new Worker(scripts.exercise, { type: 'module', name: String(made.length) }));
      return made.at(-1) as Worker;
    };
    return { made, runtime: createRuntime({ worker }) };
  }

  it('X2 in a call that may be made twice: another one answers', async () => {
    const { runtime } = numbered();
    const exercise = lease('exercise', runtime);
    await exercise.start({});
    expect(await exercise.call('vanishIn', '0')).toBe('1');
  });

  it('X2 between calls: another one answers the next', async () => {
    const { made, runtime } = numbered();
    const exercise = lease('exercise', runtime);
    await exercise.start({});
    await exercise.call('vanishIn', 'none');
    made[0]?.terminate();
    expect(await exercise.call('vanishIn', 'none')).toBe('1');
  });

  it('X2 in its load: the start rejects, and the next one succeeds', async () => {
    const { made, runtime } = numbered();
    const starting = lease('exercise', runtime).start({});
    made[0]?.terminate();
    await expect(starting).rejects.toMatchObject({ code: 'timeout', stage: 'start' });
    await lease('exercise', runtime).start({});
  });

  it('X3 while it is idle: its heartbeat is lost, and it is ended within 2 s of the budget', async () => {
    const { made, runtime } = numbered();
    const exercise = lease('exercise', runtime);
    await exercise.start({});
    const ended = Promise.withResolvers<void>();
    const worker = made[0] as Worker;
    const terminate = worker.terminate.bind(worker);
    worker.terminate = () => (terminate(), ended.resolve());
    expect(await exercise.call('answerAndSpin', undefined)).toBe('answered');
    const begin = performance.now();
    await ended.promise;
    // After a second of idleness a second to answer in, and the promise's 2 s, three times.
    expect(performance.now() - begin).toBeLessThan(1000 + 1000 + 6000);
    expect(await exercise.call('vanishIn', 'none')).toBe('1');
  });

  it('X4 out of memory in WebAssembly is the error of its call, and the next call works', async () => {
    const exercise = await started();
    await expect(exercise.call('exhaust', undefined)).rejects.toMatchObject({ name: 'RangeError' });
    expect(await exercise.call('echo', 'still here')).toBe('still here');
  });
});

describe('P6 an abort', () => {
  it('C1 rejects within 100 ms, and a loop that does not hear it is ended within 1 s', async () => {
    const exercise = await started();
    const controller = new AbortController();
    let abortedMs = 0;
    const onProgress = () => {
      abortedMs = performance.now();
      controller.abort(new Error('enough'));
    };
    await expect(exercise.call('spinOn', undefined, { signal: controller.signal, onProgress })).rejects.toThrow(
      'enough',
    );
    // The promise's deadlines, three times, as the machine is shared.
    expect(performance.now() - abortedMs).toBeLessThan(300);
    expect(await exercise.call('echo', 'fresh')).toBe('fresh');
    expect(performance.now() - abortedMs).toBeLessThan(3000);
  });

  it('C1 before the call, in the queue, twice and after the end', async () => {
    const exercise = await started();
    const reason = new Error('enough');
    const gone = AbortSignal.abort(reason);
    await expect(exercise.call('echo', 1, { signal: gone })).rejects.toBe(reason);
    const holding = new AbortController();
    const holders = Array.from({ length: 16 }, () => exercise.call('wait', undefined, { signal: holding.signal }));
    const held = Promise.allSettled(holders);
    const queued = new AbortController();
    const waiting = exercise.call('echo', 2, { signal: queued.signal });
    queued.abort(reason);
    queued.abort(new Error('twice'));
    await expect(waiting).rejects.toBe(reason);
    holding.abort(reason);
    expect((await held).every((one) => one.status === 'rejected' && one.reason === reason)).toBe(true);
    const late = new AbortController();
    expect(await exercise.call('echo', 3, { signal: late.signal })).toBe(3);
    late.abort();
    expect(await exercise.call('echo', 4)).toBe(4);
  });

  it('C1 in a stream: the reader is told, and the producer stops', async () => {
    const exercise = await started();
    const controller = new AbortController();
    const read = async () => {
      for await (const number of exercise.stream('count', 1e9, { signal: controller.signal })) {
        if (number === 10) controller.abort(new Error('enough'));
      }
    };
    await expect(read()).rejects.toThrow('enough');
    expect(await exercise.call('counted', undefined)).toBeLessThan(30);
  });
});

describe('C4 a callback that throws', () => {
  it('disturbs neither its call nor another, and the page hears of it', async () => {
    const exercise = await started();
    const heard: unknown[] = [];
    const listen = (event: ErrorEvent) => (event.preventDefault(), heard.push(event.error));
    window.addEventListener('error', listen);
    onTestFinished(() => window.removeEventListener('error', listen));
    const thrown = new Error('of the page');
    const controller = new AbortController();
    const onProgress = () => {
      queueMicrotask(() => controller.abort(new Error('enough')));
      throw thrown;
    };
    const waiting = exercise.call('wait', undefined, { signal: controller.signal, onProgress });
    const other = exercise.call('echo', 'unharmed');
    await expect(waiting).rejects.toThrow('enough');
    expect(await other).toBe('unharmed');
    expect(heard).toEqual([thrown]);
  });
});

describe('spans', () => {
  it('come from worker and page on one clock, and only while somebody listens', async () => {
    const runtime = createRuntime();
    const spans: Span[] = [];
    const stop = runtime.on('span', (span) => spans.push(span));
    const before = Date.now();
    const exercise = lease('exercise', runtime);
    await exercise.start({});
    await exercise.call('echo', 1);
    stop();
    await exercise.call('echo', 2);
    expect(spans.map(({ name, realm }) => `${realm} ${name}`)).toEqual([
      'page worker-start',
      'worker start',
      'page call',
    ]);
    for (const { startMs, durationMs } of spans) {
      expect(startMs).toBeGreaterThan(before - 1000);
      expect(startMs + durationMs).toBeLessThan(Date.now() + 1000);
    }
  });
});

describe('leases', () => {
  it('share one worker, which ends with the last', async () => {
    const made: Worker[] = [];
    const worker = () => {
      made.push(new Worker(scripts.exercise, { type: 'module' }));
      return made.at(-1) as Worker;
    };
    const runtime = createRuntime({ worker });
    const leases = [lease('exercise', runtime), lease('exercise', runtime)];
    await Promise.all(leases.map((one) => one.start({})));
    expect(made).toHaveLength(1);
    leases[0]?.release();
    await expect(leases[0]?.call('echo', 1)).rejects.toMatchObject({ code: 'destroyed' });
    expect(await leases[1]?.call('echo', 2)).toBe(2);
    const inFlight = leases[1]?.call('wait', undefined);
    leases[1]?.release();
    await expect(inFlight).rejects.toMatchObject({ code: 'destroyed' });
    const again = lease('exercise', runtime);
    await again.start({});
    expect(made).toHaveLength(2);
  });

  it('run in the page itself on wish', async () => {
    const exercise = await started({ worker: false });
    expect(await exercise.call('echo', 'here')).toBe('here');
    await expect(exercise.call('fail', 'nearside')).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('the error of a missing script', () => {
  it('says where to look', async () => {
    await expect(lease('missing').start({})).rejects.toMatchObject({ hint: expect.stringContaining('worker-src') });
  });
});
