import type { Env, InferenceSession, InferenceSessionFactory, TensorConstructor } from 'onnxruntime-web';
import { messageOf, NearsideError } from '../errors.ts';
import type { ExecutionProvider, ProviderContext } from '../execution-provider.ts';
import { OnnxSession } from './onnx-session.ts';
import { RuntimeRealm, type LosableDevice } from './runtime-realm.ts';
import { signWorkerUrls } from './sign-worker-urls.ts';

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
  /** ONNX Runtime's own name of the execution provider, with its options. */
  readonly executionProvider: InferenceSession.ExecutionProviderConfig;
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
  const sessions = new Set<OnnxSession>();
  const realm = RuntimeRealm.of(runtime);
  let isDisposed = false;
  return {
    name,
    probe: async () => undefined,
    async load(models) {
      if (isDisposed) throw new NearsideError('destroyed', `the provider ${name} was disposed`, { stage: 'load' });
      const model = soleModel(models);
      let session: InferenceSession;
      try {
        session = await realm.take(() =>
          runtime.InferenceSession.create(model, { executionProviders: [executionProvider] }),
        );
      } catch (error) {
        realm.lost.throwIfAborted();
        throw loadError(name, error);
      }
      // The compiled module is held by the runtime now; its source would be another 14 or 27 MB.
      delete wasm.wasmBinary;
      const opened = new OnnxSession({ name, session, Tensor: runtime.Tensor, realm });
      sessions.add(opened);
      // Known once a session was made. ONNX Runtime "creates" sessions on a device that is lost, too.
      await realm.sessionOpened((await runtime.env.webgpu?.device) as LosableDevice | undefined);
      return opened;
    },
    async dispose() {
      isDisposed = true;
      await Promise.all([...sessions].map((session) => session.dispose()));
    },
  };
}

function soleModel(files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>): Uint8Array {
  const [model, ...others] = Object.values(files);
  if (!model || others.length > 0) {
    throw new NearsideError('model-invalid', 'an ONNX artefact is one file', { stage: 'load' });
  }
  // ONNX Runtime would allocate nothing and read on.
  if (model.byteLength === 0) throw new NearsideError('model-invalid', 'the model has no bytes', { stage: 'load' });
  return model;
}

/** NO_MODEL, INVALID_PROTOBUF and INVALID_GRAPH of onnxruntime_c_api.h: the model's fault, whatever the provider. */
const modelFault = /ERROR_CODE: (?:4|7|10)\b/;

function loadError(name: string, error: unknown): NearsideError {
  const message = messageOf(error);
  return new NearsideError(
    modelFault.test(message) ? 'model-invalid' : 'provider-failed',
    `${name} cannot load the model: ${message}`,
    { stage: 'load', cause: error },
  );
}
