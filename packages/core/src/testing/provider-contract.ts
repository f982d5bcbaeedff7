import { isNearsideError, messageOf, type ErrorCode } from '../errors.ts';
import type { ExecutionProvider, ProviderSession, Tensor, TensorMap } from '../execution-provider.ts';
import { compareTensors } from '../model/golden.ts';
import { decodeTensors, type Golden } from '../manifest/manifest.ts';
import { badModels, type BadModel } from './bad-models.ts';
import { watchRequests } from './watch-requests.ts';

/** A model that a provider under test can run. */
export interface ContractModel {
  /** Its files by path, as `load` is given them. */
  readonly files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  /** A known run of it. */
  readonly golden: Golden;
  /** Largest difference to the golden output; default: the golden sample's own. */
  readonly tolerance?: number;
  /** Models of the same form that must be refused without a request: one whose weights lie at a URL, for one. */
  readonly hostile?: Readonly<Record<string, ContractModel['files']>>;
}

/** How thoroughly, and how long. */
export interface ContractOptions {
  /** Milliseconds that any one step may take before it counts as hung. Default 30,000. */
  readonly deadlineMs?: number;
  /** How many models changed at random are tried. Default 12. */
  readonly seeds?: number;
}

/** One promise of the contract. */
export interface ContractCase {
  /** The promise, as a sentence about the provider. */
  readonly name: string;
  /** Rejects with an Error that says what was expected and what came instead. */
  run(): Promise<void>;
}

/**
 * The promises that every execution provider makes, as cases for any test runner: each makes a provider of its own and
 * disposes of it. They need no framework, so they run in Node, in a worker, and in a plain page.
 *
 * @param create Makes the provider; called anew for each case.
 * @param model A model it runs, with a known answer.
 * @param options How thoroughly.
 * @example for (const { name, run } of providerContract(create, model)) test(name, run);
 */
export function providerContract(
  create: () => Promise<ExecutionProvider>,
  model: ContractModel,
  { deadlineMs = 30_000, seeds = 12 }: ContractOptions = {},
): readonly ContractCase[] {
  const settled = <T>(what: string, promise: Promise<T>) => withDeadline(what, promise, deadlineMs);
  const contract = new Contract(create, model, settled);
  const hostile = Object.entries(model.hostile ?? {}).map(([name, files]) => ({ name, files, mayLoad: false }));
  return [
    { name: 'probes without a request, and answers the same twice', run: () => contract.probe() },
    { name: 'reproduces the golden sample', run: () => contract.withSession((session) => contract.isGolden(session)) },
    { name: 'leaves its feeds as they were, and keeps none of them', run: () => contract.feedsAreLeft() },
    { name: 'gives results that are the caller’s to change', run: () => contract.resultsAreOwned() },
    { name: 'answers calls made at once as it answers them in turn', run: () => contract.runsAtOnce() },
    { name: 'keeps two sessions apart', run: () => contract.twoSessions() },
    { name: 'may be disposed of twice, and then says so', run: () => contract.disposals() },
    { name: 'ends a run under way when it is disposed of', run: () => contract.disposedInRun() },
    { name: 'refuses feeds that do not fit, and goes on', run: () => contract.badFeeds() },
    ...[...badModels(model.files, seeds), ...hostile].map((bad) => ({
      name: `survives a model ${bad.name}`,
      run: () => contract.badModel(bad),
    })),
  ];
}

type Settled = <T>(what: string, promise: Promise<T>) => Promise<T>;

class Contract {
  readonly #create: () => Promise<ExecutionProvider>;
  readonly #model: ContractModel;
  readonly #settled: Settled;

  constructor(create: () => Promise<ExecutionProvider>, model: ContractModel, settled: Settled) {
    this.#create = create;
    this.#model = model;
    this.#settled = settled;
  }

  async withProvider<T>(use: (provider: ExecutionProvider) => Promise<T>): Promise<T> {
    const provider = await this.#settled('create()', this.#create());
    try {
      return await use(provider);
    } finally {
      await this.#settled('provider.dispose()', provider.dispose());
    }
  }

  withSession<T>(use: (session: ProviderSession, provider: ExecutionProvider) => Promise<T>): Promise<T> {
    return this.withProvider(async (provider) => use(await this.#load(provider), provider));
  }

  /** New tensors each time: a case may change them. */
  #feeds(): TensorMap {
    return decodeTensors(this.#model.golden.input);
  }

  #load(provider: ExecutionProvider): Promise<ProviderSession> {
    // Copies: a provider may keep what it is given.
    return this.#settled('load() of a good model', provider.load(copyFiles(this.#model.files)));
  }

  #run(session: ProviderSession, feeds: TensorMap = this.#feeds()): Promise<TensorMap> {
    return this.#settled('run()', session.run(feeds));
  }

  async isGolden(session: ProviderSession): Promise<void> {
    this.#compare('the golden sample', await this.#run(session));
  }

  #compare(what: string, got: TensorMap): void {
    const tolerance = this.#model.tolerance ?? this.#model.golden.tolerance;
    const want = decodeTensors(this.#model.golden.output);
    const difference = compareTensors(got, want);
    expectThat(difference <= tolerance, `${what} is off by ${difference}, allowed is ${tolerance}`);
    for (const [name, { type, dims }] of Object.entries(want)) {
      const given = got[name] as Tensor;
      expectThat(given.type === type, `output '${name}' is ${given.type}, not ${type}`);
      expectThat(String(given.dims) === String(dims), `output '${name}' has dims [${given.dims}], not [${dims}]`);
    }
  }

  async probe(): Promise<void> {
    await this.withProvider(async (provider) => {
      const probe = () => this.#settled('probe()', provider.probe());
      const { value, requests } = await watchRequests(async () => [await probe(), await probe()]);
      expectThat(requests.length === 0, `probe() sent a request to ${requests[0]}: it must be cheap`);
      const isAnswer = value[0] === undefined || (typeof value[0] === 'string' && value[0].length > 0);
      expectThat(isAnswer, `probe() answered ${value[0]}: undefined or one sentence is wanted`);
      expectThat(value[0] === value[1], `probe() answered ${value[0]}, then ${value[1]}`);
    });
  }

  async feedsAreLeft(): Promise<void> {
    await this.withSession(async (session) => {
      const feeds = this.#feeds();
      const before = this.#feeds();
      const output = await this.#run(session, feeds);
      for (const [name, { data }] of Object.entries(before)) {
        const after = (feeds[name] as Tensor).data;
        expectThat(after.length === data.length, `run() detached the feed '${name}': copy what crosses`);
        expectThat(sameValues(after, data), `run() changed the feed '${name}'`);
        after.fill(0);
      }
      this.#compare('an output whose feeds were overwritten', output);
      await this.isGolden(session);
    });
  }

  async resultsAreOwned(): Promise<void> {
    await this.withSession(async (session) => {
      const first = await this.#run(session);
      const second = await this.#run(session);
      for (const { data } of Object.values(first)) data.fill(7);
      this.#compare('a second output, after the first was overwritten', second);
      await this.isGolden(session);
    });
  }

  async runsAtOnce(): Promise<void> {
    await this.withSession(async (session) => {
      const other = mapFeeds(this.#feeds(), (data) => data.fill(1));
      const alone = await this.#run(session, other);
      const together = await Promise.all(
        [0, 1, 2, 3].map((turn) => this.#run(session, turn % 2 ? other : this.#feeds())),
      );
      for (const [turn, output] of together.entries()) {
        if (turn % 2 === 0) this.#compare(`run ${turn} of four at once`, output);
        else
          expectThat(
            compareTensors(output, alone) === 0,
            `run ${turn} of four at once differs from the same run alone`,
          );
      }
    });
  }

  async twoSessions(): Promise<void> {
    await this.withSession(async (first, provider) => {
      const second = await this.#load(provider);
      await Promise.all([this.isGolden(first), this.isGolden(second)]);
      await this.#settled('session.dispose()', first.dispose());
      await this.isGolden(second);
    });
  }

  async disposals(): Promise<void> {
    await this.withSession(async (session, provider) => {
      const kept = await this.#load(provider);
      for (const round of ['first', 'second']) await this.#settled(`the ${round} session.dispose()`, session.dispose());
      await this.#rejects('run() after session.dispose()', session.run(this.#feeds()), ['destroyed']);
      for (const round of ['first', 'second'])
        await this.#settled(`the ${round} provider.dispose()`, provider.dispose());
      await this.#rejects('run() after provider.dispose()', kept.run(this.#feeds()), ['destroyed']);
      await this.#rejects('load() after provider.dispose()', provider.load(copyFiles(this.#model.files)), [
        'destroyed',
      ]);
    });
    // And leaves the realm as it was.
    await this.withSession((session) => this.isGolden(session));
  }

  async disposedInRun(): Promise<void> {
    await this.withSession(async (session) => {
      const run = session.run(this.#feeds()).then(
        (output) => this.#compare('a run that was under way', output),
        (error: unknown) => this.#isTyped('a run that was under way', error, ['destroyed']),
      );
      await this.#settled('dispose() in a run', session.dispose());
      await this.#settled('the run that was under way', run);
    });
  }

  async badFeeds(): Promise<void> {
    await this.withSession(async (session) => {
      for (const [what, feeds] of Object.entries(misfits(this.#feeds()))) {
        await this.#rejects(`run() with ${what}`, session.run(feeds), ['invalid-input']);
      }
      await this.isGolden(session);
    });
  }

  async badModel({ files, mayLoad }: BadModel): Promise<void> {
    await this.withProvider(async (provider) => {
      const { requests } = await watchRequests(() => this.#tryBad(provider, files, mayLoad));
      expectThat(requests.length === 0, `a request left for ${requests[0]}: a model must never cause one`);
    });
    // Where the runtime itself was spoilt a new provider may be needed; a new page never.
    await this.withSession((session) => this.isGolden(session));
  }

  async #tryBad(provider: ExecutionProvider, files: BadModel['files'], mayLoad: boolean): Promise<void> {
    let session: ProviderSession;
    try {
      session = await this.#settled('load() of a bad model', provider.load(copyFiles(files)));
    } catch (error) {
      return this.#isTyped('load() of a bad model', error, ['model-invalid', 'provider-failed', 'device-lost']);
    }
    expectThat(mayLoad, 'load() took a model that is none');
    try {
      await this.#run(session);
    } catch (error) {
      this.#isTyped('run() of a bad model', error, [
        'model-invalid',
        'provider-failed',
        'device-lost',
        'invalid-input',
      ]);
    }
  }

  async #rejects(what: string, promise: Promise<unknown>, codes: readonly ErrorCode[]): Promise<void> {
    const outcome = await this.#settled(
      what,
      promise.then(
        () => undefined,
        (error: unknown) => ({ error }),
      ),
    );
    expectThat(outcome !== undefined, `${what} was answered, where ${codes.join(' or ')} is wanted`);
    this.#isTyped(what, outcome.error, codes);
  }

  #isTyped(what: string, error: unknown, codes: readonly ErrorCode[]): void {
    if (error instanceof ContractError) throw error;
    const got = isNearsideError(error) ? `NearsideError '${error.code}'` : String(error);
    const wanted = codes.map((code) => `'${code}'`).join(' or ');
    expectThat(
      isNearsideError(error) && codes.includes(error.code),
      `${what} threw ${got} (${messageOf(error)}), where a NearsideError ${wanted} is wanted`,
    );
  }
}

/** A promise that was not kept; told from what a provider throws. */
class ContractError extends Error {
  override readonly name = 'ContractError';
}

function expectThat(holds: boolean, message: string): asserts holds {
  if (!holds) throw new ContractError(message);
}

async function withDeadline<T>(what: string, promise: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ContractError(`${what} did not settle within ${deadlineMs} ms`)), deadlineMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Feeds that do not fit, each wrong in one way. */
function misfits(feeds: TensorMap): Readonly<Record<string, TensorMap>> {
  const [entry, ...others] = Object.entries(feeds);
  expectThat(entry !== undefined, 'the golden sample has no input');
  const [name, tensor] = entry;
  const rest = Object.fromEntries(others);
  const retyped: Tensor =
    tensor.type === 'int32'
      ? { type: 'float32', dims: tensor.dims, data: Float32Array.from(tensor.data) }
      : { type: 'int32', dims: tensor.dims, data: Int32Array.from(tensor.data) };
  const longer = [...tensor.dims.slice(0, -1), (tensor.dims.at(-1) ?? 1) + 1];
  const one = tensor.data.subarray(0, 1);
  return {
    'a missing input': rest,
    'an input under another name': { ...rest, [`${name}?`]: tensor },
    'an input too many': { ...feeds, [`${name}?`]: tensor },
    'another element type': { ...rest, [name]: retyped },
    'another number of dimensions': { ...rest, [name]: { ...tensor, dims: [1, ...tensor.dims] } as Tensor },
    'more values than the dimensions hold': { ...rest, [name]: { ...tensor, dims: longer } as Tensor },
    'fewer values than the dimensions hold': { ...rest, [name]: { ...tensor, data: one } as Tensor },
  };
}

function mapFeeds(feeds: TensorMap, change: (data: Tensor['data']) => void): TensorMap {
  for (const { data } of Object.values(feeds)) change(data);
  return feeds;
}

function sameValues(one: Tensor['data'], other: Tensor['data']): boolean {
  for (let index = 0; index < other.length; index++) if (!Object.is(one[index], other[index])) return false;
  return true;
}

function copyFiles(files: ContractModel['files']): Record<string, Uint8Array<ArrayBuffer>> {
  return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, bytes.slice()]));
}
