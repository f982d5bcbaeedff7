import { probeCapabilities, type Capabilities } from './capabilities.ts';
import { isNearsideError, messageOf, NearsideError } from './errors.ts';
import type {
  CreateProvider,
  ExecutionProvider,
  ProviderSession,
  Requirement,
  TensorMap,
} from './execution-provider.ts';
import { fetchAsset } from './fetch-asset.ts';
import { runGolden } from './golden.ts';
import { artefactFor, type Artefact, type Golden, type Manifest } from './manifest.ts';
import { ProgressMeter, type LoadProgress } from './load-progress.ts';
import { selectProvider, type Refusal, type SelectionWish } from './select-provider.ts';
import type { StartRequest, WireProvider } from './start-request.ts';

/** What runs, and why nothing else does: plain data, handed out by `explain()` of every client. */
export interface Explanation {
  /** Id of the model. */
  readonly model: string;
  /** What runs, with the version of the runtime inside. */
  readonly provider: { readonly name: string; readonly version: string };
  /** Every candidate that does not run, with the step and the reason. */
  readonly refused: readonly Refusal[];
  /** How near its golden sample is to the recorded one. */
  readonly golden: {
    /** Largest absolute difference to the recorded output. */
    readonly maxDifference: number;
    readonly tolerance: number;
  };
  /** Decoded bytes that were fetched for it: the provider's runtime and the model. */
  readonly runtimeBytes: number;
  /** Decoded bytes of the model. */
  readonly modelBytes: number;
  /** Of the realm the model runs in. */
  readonly capabilities: Capabilities;
}

/** A model that runs, with the provider that was chosen for it. */
export interface OpenModel {
  /** What runs, and why nothing else does. */
  readonly explanation: Explanation;
  /**
   * Runs the model once.
   *
   * @param feeds Every input, by name.
   * @throws NearsideError 'provider-failed' or 'device-lost'.
   */
  run(feeds: TensorMap): Promise<TensorMap>;
  /** Frees the session and the provider. */
  dispose(): Promise<void>;
}

/** A provider whose code is already in this realm: how a worker of one's own brings one. */
export interface LocalProvider {
  /** Unique; shown by `explain()`. */
  readonly name: string;
  /** Of the runtime inside. */
  readonly version: string;
  /** What the realm must have. */
  readonly requires: readonly Requirement[];
  /** Name of the provider whose artefact it runs. Default: its own name. */
  readonly artefact?: string;
  /** Makes the provider, in this realm. */
  readonly create: CreateProvider;
}

/** What opening a model is given by its realm. */
export interface OpenModelContext extends Pick<StartRequest, 'providers' | 'modelFiles' | 'trustedTypesPolicy'> {
  /** Of the worker's own: tried before those the client names. */
  readonly localProviders: readonly LocalProvider[];
  /** Of the task: tried where the client names them. */
  readonly taskProviders: readonly LocalProvider[];
  readonly wish: SelectionWish;
  readonly signal: AbortSignal;
  readonly report: (progress: LoadProgress) => void;
}

/** One way to run the model: from a descriptor (code still to be fetched) or from code that is here. */
interface Way extends LocalProvider {
  readonly artefact: string;
  readonly files: WireProvider['files'];
}

/**
 * Opens a model: selection, download, load and golden sample, provider by provider until one passes.
 *
 * @param manifest The model.
 * @param context Providers and URLs that the client resolved, signal and progress.
 * @throws NearsideError 'unsupported' when no provider can run here, 'network' or 'integrity' when the model cannot be
 *   had, 'provider-failed' when every provider failed; the signal's reason on abort.
 */
export async function openModel(manifest: Manifest, context: OpenModelContext): Promise<OpenModel> {
  const ways = [
    ...context.localProviders.map(localWay),
    ...context.providers.map((provider) => namedWay(provider, context.taskProviders)),
  ];
  const capabilities = await probeCapabilities({ webgpu: ways.some(({ requires }) => requires.includes('webgpu')) });
  const selection = selectProvider(ways, manifest, capabilities, context.wish);
  const refused = [...selection.refused];
  const meter = new ProgressMeter(context.report);
  const models = new ModelFiles(context, meter);
  let firstError: unknown;

  for (const [index, way] of selection.order.entries()) {
    const artefact = artefactFor(manifest, way.artefact) as Artefact;
    const refuse = (step: Refusal['step'], reason: string) => refused.push({ provider: way.name, step, reason });
    try {
      meter.expect(sumBytes(Object.values(way.files)) + models.missingBytes(artefact));
      const [runtimeFiles, modelFiles] = await together(context.signal, (signal) => [
        fetchRuntime(way, signal, meter),
        models.fetch(artefact, signal),
      ]);
      const runtimeBytes = sumBytes(Object.values(way.files));
      const provider = await way.create({
        files: runtimeFiles,
        capabilities,
        trustedTypesPolicy: context.trustedTypesPolicy,
      });
      const tolerance = artefact.tolerance ?? manifest.golden.tolerance;
      const opened = await prove(provider, modelFiles, manifest.golden, tolerance, refuse);
      if (!opened) continue;
      meter.done();
      for (const { name } of selection.order.slice(index + 1)) {
        refused.push({ provider: name, step: 'order', reason: `not needed: ${way.name} comes first and runs` });
      }
      const { session, maxDifference } = opened;
      return {
        explanation: {
          model: manifest.id,
          provider: { name: way.name, version: way.version },
          refused,
          golden: { maxDifference, tolerance },
          runtimeBytes,
          modelBytes: sumBytes(artefact.files),
          capabilities,
        },
        run: (feeds) => session.run(feeds),
        async dispose() {
          await session.dispose();
          await provider.dispose();
        },
      };
    } catch (error) {
      context.signal.throwIfAborted();
      // The others cannot help where they need the very file that cannot be had.
      const others = selection.order.slice(index + 1).map((other) => artefactFor(manifest, other.artefact) as Artefact);
      if (others.every((other) => models.isMissing(other)) && models.isMissing(artefact)) throw models.failure;
      firstError ??= error;
      refuse('load', messageOf(error));
    }
  }
  throw nothingRuns(manifest, refused, firstError);
}

/** Probe, load, golden sample; undefined, with the reason given to `refuse`, when one of them fails. */
async function prove(
  provider: ExecutionProvider,
  modelFiles: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
  golden: Golden,
  tolerance: number,
  refuse: (step: Refusal['step'], reason: string) => void,
): Promise<{ session: ProviderSession; maxDifference: number } | undefined> {
  let session: ProviderSession | undefined;
  try {
    const reason = await provider.probe();
    if (reason === undefined) {
      session = await provider.load(modelFiles);
      const { passed, maxDifference } = await runGolden(session, golden, tolerance);
      if (passed) return { session, maxDifference };
      refuse('golden', `its golden sample is off by ${maxDifference}, allowed is ${tolerance}`);
    } else {
      refuse('probe', reason);
    }
  } catch (error) {
    await provider.dispose().catch(() => undefined);
    throw error;
  }
  await session?.dispose();
  await provider.dispose();
  return undefined;
}

function localWay(provider: LocalProvider): Way {
  return { ...provider, artefact: provider.artefact ?? provider.name, files: {} };
}

function namedWay(
  { name, version, requires, moduleUrl, files }: WireProvider,
  taskProviders: readonly LocalProvider[],
): Way {
  const here = taskProviders.find((provider) => provider.name === name);
  if (here) return localWay(here);
  return {
    name,
    version,
    requires,
    artefact: name,
    files,
    async create(context) {
      if (moduleUrl === undefined) {
        throw new NearsideError('provider-failed', `this task has no provider '${name}'`, { stage: 'load' });
      }
      const { createProvider } = await importProvider(name, moduleUrl);
      return createProvider(context);
    },
  };
}

async function importProvider(name: string, moduleUrl: string): Promise<{ createProvider: CreateProvider }> {
  try {
    // Each bundler must leave this alone: the URL is an asset that the client resolved.
    return (await import(/* webpackIgnore: true */ /* @vite-ignore */ /* turbopackIgnore: true */ moduleUrl)) as {
      createProvider: CreateProvider;
    };
  } catch (error) {
    throw new NearsideError(
      'provider-failed',
      `cannot import the provider ${name} from ${moduleUrl}: ${messageOf(error)}`,
      {
        stage: 'load',
        cause: error,
        hint: "Is the file served there, as JavaScript, from the page's own origin? See docs/packaging.md.",
      },
    );
  }
}

/** Both or none: what the other one still fetches is ended when one fails. */
async function together<A, B>(
  outer: AbortSignal,
  start: (signal: AbortSignal) => [Promise<A>, Promise<B>],
): Promise<[A, B]> {
  const failed = new AbortController();
  try {
    return await Promise.all(start(AbortSignal.any([outer, failed.signal])));
  } catch (error) {
    failed.abort(error);
    throw error;
  }
}

async function fetchRuntime(way: Way, signal: AbortSignal, meter: ProgressMeter) {
  return fetchAll(
    Object.entries(way.files).map(([name, { url, bytes }]) => ({ name, url, bytes })),
    signal,
    meter,
  );
}

/** The model's files, fetched once however many providers are tried. */
class ModelFiles {
  readonly #context: OpenModelContext;
  readonly #meter: ProgressMeter;
  readonly #here = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #missing = new Set<string>();
  /** Why a file of the model could not be had, the first time. */
  failure: unknown;

  constructor(context: OpenModelContext, meter: ProgressMeter) {
    this.#context = context;
    this.#meter = meter;
  }

  missingBytes({ files }: Artefact): number {
    return sumBytes(files.filter(({ sha256 }) => !this.#here.has(sha256)));
  }

  /** Whether a file of this form could not be had. */
  isMissing({ files }: Artefact): boolean {
    return files.some(({ sha256 }) => this.#missing.has(sha256));
  }

  async fetch({ files }: Artefact, signal: AbortSignal): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
    const { modelFiles } = this.#context;
    const missing = files.filter(({ sha256 }) => !this.#here.has(sha256));
    try {
      const requests = missing.map(({ path, bytes, sha256 }) => {
        const url = modelFiles[path];
        if (url === undefined)
          throw new NearsideError('invalid-input', `no URL was given for the model file ${path}`, {
            stage: 'fetch',
            hint: "A task's package exports its providers together with the model's files: @nearside/magika/ort-wasm, for one.",
          });
        return { name: sha256, url, bytes, sha256 };
      });
      for (const [sha256, bytes] of Object.entries(await fetchAll(requests, signal, this.#meter)))
        this.#here.set(sha256, bytes);
    } catch (error) {
      // Not where the other half of the attempt failed and took this one along.
      if (!signal.aborted) {
        this.failure ??= error;
        for (const { sha256 } of missing) this.#missing.add(sha256);
      }
      throw error;
    }
    return Object.fromEntries(
      files.map(({ path, sha256 }) => [path, this.#here.get(sha256) as Uint8Array<ArrayBuffer>]),
    );
  }
}

async function fetchAll(
  requests: readonly { name: string; url: string; bytes: number; sha256?: string }[],
  signal: AbortSignal,
  meter: ProgressMeter,
): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const onBytes = (count: number) => meter.add(count);
  return Object.fromEntries(
    await Promise.all(
      requests.map(async ({ name, ...file }) => [name, await fetchAsset({ ...file, signal, onBytes })] as const),
    ),
  );
}

function sumBytes(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function nothingRuns(manifest: Manifest, refused: readonly Refusal[], cause: unknown): NearsideError {
  const reasons = refused.map(({ provider, reason }) => `${provider}: ${reason}`).join('; ') || 'no provider was given';
  // What a single provider failed of is the answer itself, code and all.
  const code =
    cause === undefined
      ? refused.some(({ step }) => step === 'golden')
        ? 'provider-failed'
        : 'unsupported'
      : codeOf(cause);
  return new NearsideError(code, `no provider runs ${manifest.id} here (${reasons})`, {
    stage: 'load',
    ...(cause !== undefined && { cause }),
    // What stopped the only provider says best what to do.
    hint:
      (isNearsideError(cause) && cause.hint) ||
      'explain() of a client that does run lists each provider; docs/providers.md says what each needs.',
  });
}

function codeOf(cause: unknown): NearsideError['code'] {
  return isNearsideError(cause) ? cause.code : 'provider-failed';
}
