import { defineTask, NearsideError, type Manifest, type OpenModel, type StartContext, type Task } from '@nearside/core';

/** What the faults need a service to do. */
export interface Probe {
  echo(value: unknown): Promise<unknown>;
  /** Runs the tiny model on four numbers. */
  run(x: readonly number[]): Promise<number[]>;
  /** Runs any model on one input of float32 values. */
  runModel(request: { input: string; dims: number[]; values: number[] }): Promise<Record<string, number[]>>;
  /** Never gives its worker back. */
  spin(_: undefined): Promise<never>;
  /** Ends its worker without a trace, the first `deaths` times it is called with this key; then tells how often it was called. */
  die(request: { key: string; deaths: number }): Promise<number>;
  /** The same, of a method that must not be made twice. */
  dieOnce(request: { key: string; deaths: number }): Promise<number>;
  /** Waits for its abort, and rejects with what arrived as its reason. */
  wait(_: undefined): Promise<never>;
  /** Streams numbers; tells by `counted` how far it came. */
  count(to: number): AsyncIterable<number>;
  counted(_: undefined): Promise<number>;
  /** Streams, and ends its worker after some. */
  countThenDie(after: number): AsyncIterable<number>;
  /** Grows a memory of WebAssembly until it is refused, then runs into the refusal. */
  exhaust(_: undefined): Promise<never>;
  /** What runs the model. */
  provider(_: undefined): Promise<string>;
  /** A number of this worker's own. */
  identity(_: undefined): Promise<string>;
}

/** How the service is started. */
export interface ProbeOptions {
  /** The model to open; hostile ones come as they are. Undefined: none. */
  readonly manifest?: unknown;
  /** Ends its worker while it starts, the first `deaths` times. */
  readonly dieInStart?: { readonly key: string; readonly deaths: number };
  /** Tells two leases apart. */
  readonly name?: string;
}

const method = { budgetMs: 1000 };
/** Of a run: a worker that hangs in one is known to hang after it. */
const runBudgetMs = 10_000;
const running = { budgetMs: runBudgetMs };
const patient = { budgetMs: 60_000 };

/**
 * The task of the faults' page, defined as anybody would define one.
 *
 * @param version Of the client or of its worker.
 */
export function probeTask(version = '1'): Task<Probe, ProbeOptions> {
  return defineTask<Probe, ProbeOptions>({
    name: 'probe',
    version,
    startBudgetMs: 20_000,
    heartbeat: { everyMs: 1000, budgetMs: 1000 },
    methods: {
      echo: method,
      run: { ...running, idempotent: true },
      runModel: running,
      spin: method,
      die: { ...patient, idempotent: true },
      dieOnce: patient,
      wait: patient,
      count: patient,
      counted: patient,
      countThenDie: patient,
      exhaust: patient,
      provider: method,
      identity: method,
    },
    start: startProbe,
  });
}

async function startProbe({ options, openModel }: StartContext<ProbeOptions>): Promise<Probe> {
  if (options.dieInStart) await endSelf(options.dieInStart);
  const model = options.manifest === undefined ? undefined : await openModel(options.manifest as Manifest);
  return { ...modelMethods(model), ...plainMethods() };
}

function modelMethods(model: OpenModel | undefined): Pick<Probe, 'run' | 'runModel' | 'provider'> {
  const opened = () => {
    if (!model) throw new NearsideError('invalid-input', 'this probe has no model');
    return model;
  };
  return {
    async run(x) {
      const { y } = await opened().run({ x: { type: 'float32', dims: [1, 4], data: Float32Array.from(x) } });
      return [...(y?.data ?? [])];
    },
    async runModel({ input, dims, values }) {
      const outputs = await opened().run({ [input]: { type: 'float32', dims, data: Float32Array.from(values) } });
      return Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, [...data]]));
    },
    provider: async () => opened().explanation.provider.name,
  };
}

function plainMethods(): Omit<Probe, 'run' | 'runModel' | 'provider'> {
  const identity = crypto.randomUUID();
  let produced = 0;
  return {
    echo: async (value) => value,
    identity: async () => identity,
    async spin() {
      for (;;);
    },
    die: endSelf,
    dieOnce: endSelf,
    wait: ((_: undefined, { signal }: { signal: AbortSignal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      })) as Probe['wait'],
    async *count(to) {
      for (produced = 0; produced < to;) yield produced++;
    },
    counted: async () => produced,
    async *countThenDie(after) {
      for (let at = 0; ; at++) {
        if (at === after) close();
        yield at;
      }
    },
    async exhaust() {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 });
      for (;;) {
        // A page of memory counts once it is written to.
        const from = memory.buffer.byteLength;
        memory.grow(4096); // 256 MiB; throws RangeError
        new Uint8Array(memory.buffer, from).fill(1, 0, 1);
      }
    },
  };
}

/** A count that survives the worker: of the origin, not of the realm. */
async function endSelf({ key, deaths }: { key: string; deaths: number }): Promise<number> {
  const cache = await caches.open('faults');
  const before = Number((await (await cache.match(`/count/${key}`))?.text()) ?? 0);
  await cache.put(`/count/${key}`, new Response(String(before + 1)));
  if (before >= deaths) return before + 1;
  close();
  return new Promise(() => undefined);
}

// Of a worker's scope; the page's of the same name is never called.
declare function close(): void;
