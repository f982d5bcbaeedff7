import type { Env, InferenceSession, InferenceSessionFactory, TensorConstructor } from 'onnxruntime-web';
import { isNearsideError, messageOf, NearsideError } from '../errors.ts';
import type { ExecutionProvider, ProviderContext, ProviderSession, Tensor, TensorMap } from '../execution-provider.ts';

/** The part of an ONNX Runtime build that is used here; each build is a module of its own. */
export interface OnnxRuntime {
  readonly env: Env;
  readonly InferenceSession: InferenceSessionFactory;
  readonly Tensor: TensorConstructor;
}

/** What differs between the builds. */
export interface OnnxRuntimeBuild {
  /** Name of our provider. */
  readonly name: string;
  /** ONNX Runtime's own name of the execution provider. */
  readonly executionProvider: 'wasm' | 'webgpu';
  /** Name of the WASM among the context's files. */
  readonly wasmFile: string;
}

/** More threads than this gain nothing on models of a few megabytes. */
const maxThreads = 4;

/**
 * An execution provider over a build of ONNX Runtime Web.
 *
 * @param runtime The build; its environment is ours alone, since the module that holds it is bundled for this.
 * @param build What it is called.
 * @param context Files and capabilities; the WASM is handed over, not fetched again.
 */
export async function createOnnxRuntime(
  runtime: OnnxRuntime,
  { name, executionProvider, wasmFile }: OnnxRuntimeBuild,
  { files, capabilities, trustedTypesPolicy }: ProviderContext,
): Promise<ExecutionProvider> {
  const threads = capabilities.wasmThreads ? Math.min(maxThreads, capabilities.hardwareConcurrency) : 1;
  if (threads > 1) signWorkerUrls(trustedTypesPolicy);
  const { wasm } = runtime.env;
  wasm.numThreads = threads;
  wasm.proxy = false;
  wasm.wasmBinary = files[wasmFile] as Uint8Array;
  runtime.env.logLevel = 'error';
  const sessions = new Set<ProviderSession>();
  return {
    name,
    probe: async () => undefined,
    async load(models) {
      const session = await openSession(runtime, name, executionProvider, soleModel(models));
      // The compiled module is held by the runtime now; its source would be another 14 or 27 MB.
      delete wasm.wasmBinary;
      sessions.add(session);
      return session;
    },
    async dispose() {
      await Promise.all([...sessions].map((session) => session.dispose()));
    },
  };
}

function soleModel(files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>): Uint8Array {
  const [model, ...others] = Object.values(files);
  if (!model || others.length > 0) {
    throw new NearsideError('model-invalid', 'an ONNX artefact is one file', { stage: 'load' });
  }
  return model;
}

async function openSession(
  runtime: OnnxRuntime,
  name: string,
  executionProvider: string,
  model: Uint8Array,
): Promise<ProviderSession> {
  let session: InferenceSession | undefined;
  try {
    session = await runtime.InferenceSession.create(model, { executionProviders: [executionProvider] });
  } catch (error) {
    throw new NearsideError('provider-failed', `${name} cannot load the model: ${messageOf(error)}`, {
      stage: 'load',
      cause: error,
    });
  }
  // ONNX Runtime Web runs a session once at a time and throws on the second: calls queue here.
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(feeds) {
      const run = last.then(() => runOnce(runtime, name, session, feeds));
      last = run.catch(() => undefined);
      return run;
    },
    async dispose() {
      const open = session;
      session = undefined;
      await open?.release();
    },
  };
}

async function runOnce(
  { Tensor: OrtTensor }: OnnxRuntime,
  name: string,
  session: InferenceSession | undefined,
  feeds: TensorMap,
): Promise<TensorMap> {
  if (!session) throw new NearsideError('destroyed', `the ${name} session was disposed`, { stage: 'run' });
  const inputs = mapEntries(feeds, ({ type, data, dims }) =>
    type === 'int32' ? new OrtTensor('int32', data, dims) : new OrtTensor('float32', data, dims),
  );
  try {
    const outputs = await session.run(inputs);
    return mapEntries(outputs, (output): Tensor => {
      if (output.type !== 'float32') {
        throw new NearsideError('model-invalid', `output of type ${output.type}: only float32 is known`, {
          stage: 'run',
        });
      }
      // Copy: growing WASM memory detaches this view.
      const data = (output.data as Float32Array).slice();
      output.dispose();
      return { type: 'float32', dims: output.dims, data };
    });
  } catch (error) {
    if (isNearsideError(error)) throw error;
    const lost = /device.*(lost|destroyed)/i.test(messageOf(error));
    throw new NearsideError(
      lost ? 'device-lost' : 'provider-failed',
      `${name} cannot run the model: ${messageOf(error)}`,
      {
        stage: 'run',
        cause: error,
      },
    );
  }
}

function mapEntries<T, R>(record: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

/**
 * ONNX Runtime starts its threads with a plain string, which a page that requires Trusted Types refuses. This realm is
 * our own worker, so its `Worker` may be wrapped; in a page (`worker: false`) it is left alone.
 */
function signWorkerUrls(policyName: string): void {
  const scope = globalThis as unknown as {
    trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } };
    Worker: typeof Worker;
  };
  if (!scope.trustedTypes || 'document' in globalThis) return;
  try {
    const policy = scope.trustedTypes.createPolicy(policyName, { createScriptURL: (url: string) => url });
    scope.Worker = class extends scope.Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(policy.createScriptURL(String(url)), options);
      }
    };
  } catch {
    // The policy is not allowed, or exists already: then either nothing is enforced or it was wrapped before.
  }
}
