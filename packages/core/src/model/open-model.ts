import { probeCapabilities, type Capabilities } from '../capabilities.ts';
import { isNearsideError, messageOf, NearsideError } from '../errors.ts';
import type { ExecutionProvider, ProviderSession, TensorMap } from '../execution-provider.ts';
import { checkFinite } from './finite-outputs.ts';
import { runGolden, timeGolden } from './golden.ts';
import { ProgressMeter, type LoadProgress } from './load-progress.ts';
import { checkForm } from '../manifest/check-form.ts';
import { decodeTensors, type Artefact, type Golden, type Manifest } from '../manifest/manifest.ts';
import { fetchRuntime, ModelFiles, sumBytes, together } from './model-files.ts';
import { localWay, namedWay, type LocalProvider, type Way } from './provider-ways.ts';
import { chooseFastest, deviceOf } from '../selection/choices.ts';
import { probesFor, requirementsOf } from '../selection/requirements.ts';
import { selectProvider, usableArtefact } from '../selection/select-provider.ts';
import type { Refusal, SelectionWish } from '../selection/selection.ts';
import type { StartRequest } from '../connection/start-request.ts';
import { startSpan, traced } from '../trace/tracer.ts';
import type { Ask } from '../wire/questions.ts';

/** What runs, and why nothing else does: plain data, handed out by `explain()` of every client. */
export interface Explanation {
  /** Id of the model. */
  readonly model: string;
  /** What runs, with the version of the runtime inside. */
  readonly provider: { readonly name: string; readonly version: string };
  /** Why this one, where it is not the first of the wish: what was measured, of what, and when. */
  readonly choice?: string;
  /** Every candidate that does not run, with the step and the reason. */
  readonly refused: readonly Refusal[];
  /** How near its golden sample is to the recorded one. */
  readonly golden: {
    /** Largest absolute difference to the recorded output. */
    readonly maxDifference: number;
    readonly tolerance: number;
    /** Milliseconds that a warm run of it takes, where the start was made to measure that. */
    readonly runMs?: number;
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
   * @throws NearsideError 'provider-failed' (also where an output is NaN that must not be), 'device-lost' or 'invalid-input'.
   */
  run(feeds: TensorMap): Promise<TensorMap>;
  /** Frees the session and the provider. */
  dispose(): Promise<void>;
}

/** What opening a model is given by its realm. */
export interface OpenModelContext extends Pick<
  StartRequest,
  'providers' | 'modelFiles' | 'early' | 'trustedTypesPolicy' | 'exclude' | 'timings' | 'measure'
> {
  /** Of the worker's own: tried before those the client names. */
  readonly localProviders: readonly LocalProvider[];
  /** Of the task: tried where the client names them. */
  readonly taskProviders: readonly LocalProvider[];
  readonly wish: SelectionWish;
  readonly signal: AbortSignal;
  readonly report: (progress: LoadProgress) => void;
  /** Asks the client for files that its model store has, or gets. */
  readonly ask: Ask;
}

/**
 * Opens a model: selection, download, load and golden sample, provider by provider until one passes.
 *
 * @param manifest The model.
 * @param context Providers and URLs that the client resolved, signal and progress.
 * @throws NearsideError 'unsupported' when no provider can run here, 'model-invalid' when the manifest's files cannot be what
 *   it says, 'network' or 'integrity' when the model cannot be had, 'provider-failed' when every provider failed; the signal's reason on abort.
 */
export async function openModel(manifest: Manifest, context: OpenModelContext): Promise<OpenModel> {
  for (const artefact of manifest.artefacts) checkForm(manifest, artefact);
  const ways = [
    ...context.localProviders.map(localWay),
    ...context.providers.map((provider) => namedWay(provider, context.taskProviders)),
  ];
  const selecting = startSpan('select', { attributes: { model: manifest.id } });
  const capabilities = await probeCapabilities(probesFor(requirementsOf(ways, manifest)));
  const selection = selectProvider(ways, manifest, capabilities, {
    ...context.wish,
    exclude: context.exclude ?? [],
  });
  const refused = [...selection.refused];
  const here = { model: manifest.id, device: deviceOf(capabilities), nowMs: Date.now() };
  const timings = context.wish.prefer === 'fastest' ? (context.timings ?? []) : [];
  const { order, reason: choice } = chooseFastest(selection.order, timings, here);
  selecting.end();
  // Those that are left have one.
  const artefactOf = (way: Way) => usableArtefact(way, manifest, capabilities) as Artefact;
  const meter = new ProgressMeter(context.report);
  const models = new ModelFiles(manifest, context, meter);
  let firstError: unknown;

  for (const [index, way] of order.entries()) {
    const artefact = artefactOf(way);
    const refuse = (step: Refusal['step'], reason: string) => refused.push({ provider: way.name, step, reason });
    try {
      meter.expect(sumBytes(Object.values(way.files)) + models.missingBytes(artefact));
      const runtimeBytes = sumBytes(Object.values(way.files));
      const bytes = runtimeBytes + models.missingBytes(artefact);
      const [runtimeFiles, modelFiles] = await traced('fetch', { provider: way.name, bytes }, () =>
        together(context.signal, (signal) => [fetchRuntime(way.files, signal, meter), models.fetch(artefact, signal)]),
      );
      const provider = await traced('compile', { provider: way.name, attributes: { what: 'runtime' } }, () =>
        way.create({ files: runtimeFiles, capabilities, trustedTypesPolicy: context.trustedTypesPolicy }),
      );
      const tolerance = artefact.tolerance ?? manifest.golden.tolerance;
      const opened = await prove(provider, modelFiles, manifest.golden, tolerance, refuse);
      if (!opened) continue;
      meter.done();
      for (const { name } of order.slice(index + 1)) {
        refused.push({
          provider: name,
          step: 'order',
          reason: index === 0 && choice !== undefined ? choice : `not needed: ${way.name} comes first and runs`,
        });
      }
      const { session, maxDifference } = opened;
      const known = decodeTensors(manifest.golden.output);
      const runMs = context.measure ? await timeGolden(session, manifest.golden) : undefined;
      return {
        explanation: {
          model: manifest.id,
          provider: { name: way.name, version: way.version },
          ...(choice !== undefined && index === 0 && { choice }),
          refused,
          golden: { maxDifference, tolerance, ...(runMs !== undefined && { runMs }) },
          runtimeBytes,
          modelBytes: sumBytes(artefact.files),
          capabilities,
        },
        async run(feeds) {
          try {
            const outputs = await session.run(feeds);
            checkFinite(outputs, feeds, known, way.name);
            return outputs;
          } catch (error) {
            throw named(error, way.name);
          }
        },
        async dispose() {
          await session.dispose();
          await provider.dispose();
        },
      };
    } catch (error) {
      context.signal.throwIfAborted();
      // The others cannot help where they need the very file that cannot be had.
      const others = order.slice(index + 1).map(artefactOf);
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
      const details = { provider: provider.name };
      const loaded = await traced('compile', { ...details, attributes: { what: 'model' } }, () =>
        provider.load(modelFiles),
      );
      session = loaded;
      const { passed, maxDifference } = await traced('golden', details, () => runGolden(loaded, golden, tolerance));
      if (passed) return { session: loaded, maxDifference };
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

/** A task may have several models: which provider to leave is the error's to say. */
function named(error: unknown, provider: string): unknown {
  if (!isNearsideError(error)) return error;
  const { code, message, stage, hint, retryable, cause, stack } = error;
  const options = { retryable, provider, ...(stage !== undefined && { stage }), ...(hint !== undefined && { hint }) };
  const own = new NearsideError(code, message, cause === undefined ? options : { ...options, cause });
  if (stack !== undefined) own.stack = stack;
  return own;
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
