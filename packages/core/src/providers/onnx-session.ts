import type { InferenceSession, TensorConstructor } from 'onnxruntime-web';
import { isNearsideError, messageOf, NearsideError } from '../errors.ts';
import type { ProviderSession, Tensor, TensorMap } from '../execution-provider.ts';
import { checkFeeds, type InputSpec } from '../model/feeds.ts';
import type { RuntimeRealm } from './runtime-realm.ts';

/** What a session is made of. */
export interface OnnxSessionParts {
  /** Of our provider, for messages. */
  readonly name: string;
  readonly session: InferenceSession;
  readonly Tensor: TensorConstructor;
  /** Of the runtime under the session. */
  readonly realm: RuntimeRealm;
}

/** A session of ONNX Runtime Web as the provider contract wants one. */
export class OnnxSession implements ProviderSession {
  readonly #parts: OnnxSessionParts;
  readonly #inputs: readonly InputSpec[];
  #disposal: Promise<void> | undefined;

  /** @param parts The session is owned from here on. */
  constructor(parts: OnnxSessionParts) {
    this.#parts = parts;
    this.#inputs = parts.session.inputMetadata.map(inputSpec);
  }

  /** As the contract says. */
  run(feeds: TensorMap): Promise<TensorMap> {
    return this.#parts.realm.take(() => this.#runOnce(feeds));
  }

  /** Takes its turn after the runs under way: ONNX Runtime frees memory that these would still write to. */
  dispose(): Promise<void> {
    return (this.#disposal ??= this.#release());
  }

  async #release(): Promise<void> {
    const { session, realm } = this.#parts;
    try {
      await realm.take(() => {
        realm.sessionClosing();
        return session.release();
      });
    } catch (error) {
      // What a lost device held is gone with it, and the realm of this session is about to end.
      if (!realm.lost.aborted) throw error;
    }
  }

  async #runOnce(feeds: TensorMap): Promise<TensorMap> {
    const { name, session, Tensor: OrtTensor } = this.#parts;
    if (this.#disposal) throw new NearsideError('destroyed', `the ${name} session was disposed`, { stage: 'run' });
    checkFeeds(this.#inputs, feeds);
    const inputs = mapEntries(feeds, ({ type, data, dims }) =>
      type === 'int32' ? new OrtTensor('int32', data, dims) : new OrtTensor('float32', data, dims),
    );
    try {
      return mapEntries(await session.run(inputs), takeOutput);
    } catch (error) {
      throw runError(name, error);
    }
  }
}

function inputSpec(input: InferenceSession.ValueMetadata): InputSpec {
  if (!input.isTensor) return { name: input.name, type: 'no tensor' };
  const { name, type, shape } = input;
  // No shape may be a scalar's or an unknown one: ONNX Runtime does not say which.
  return {
    name,
    type,
    ...(shape.length > 0 && { dims: shape.map((dim) => (typeof dim === 'number' ? dim : undefined)) }),
  };
}

function takeOutput(output: InferenceSession.OnnxValueMapType[string]): Tensor {
  const { type, dims } = output;
  if (type !== 'float32' && type !== 'int32') {
    throw new NearsideError('model-invalid', `output of type ${type}: only float32 and int32 are known`, {
      stage: 'run',
    });
  }
  // Copy: growing WASM memory detaches this view.
  const data = (output.data as Float32Array | Int32Array).slice();
  output.dispose();
  return { type, dims, data } as Tensor;
}

function runError(name: string, error: unknown): NearsideError {
  if (isNearsideError(error)) return error;
  const message = messageOf(error);
  const lost = /device.*(lost|destroyed)/i.test(message);
  return new NearsideError(lost ? 'device-lost' : 'provider-failed', `${name} cannot run the model: ${message}`, {
    stage: 'run',
    cause: error,
  });
}

function mapEntries<T, R>(record: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
