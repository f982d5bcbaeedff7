import type { GraphModel } from '@tensorflow/tfjs-converter';
import { tensor, type Tensor as TfTensor } from '@tensorflow/tfjs-core';
import { isNearsideError, messageOf, NearsideError } from '../errors.ts';
import type { ProviderSession, Tensor, TensorMap } from '../execution-provider.ts';
import { checkFeeds, type InputSpec } from '../model/feeds.ts';
import type { RuntimeRealm } from './runtime-realm.ts';

/** What a session is made of. */
export interface TensorflowSessionParts {
  /** Of our provider, for messages. */
  readonly name: string;
  readonly model: GraphModel;
  /** Of the backend under the session. */
  readonly realm: RuntimeRealm;
}

/** A TensorFlow.js graph as the provider contract wants a session. */
export class TensorflowSession implements ProviderSession {
  readonly #parts: TensorflowSessionParts;
  readonly #inputs: readonly InputSpec[];
  readonly #weights: ReadonlySet<TfTensor>;
  #disposal: Promise<void> | undefined;

  /** @param parts The model is owned from here on. */
  constructor(parts: TensorflowSessionParts) {
    this.#parts = parts;
    const { inputs, inputNodes, weights } = parts.model;
    this.#inputs = inputs.map((input, index) => inputSpec(inputNodes[index] ?? input.name, input));
    this.#weights = new Set(Object.values(weights).flat());
  }

  /** As the contract says. */
  run(feeds: TensorMap): Promise<TensorMap> {
    return this.#parts.realm.take(() => this.#runOnce(feeds));
  }

  /** Takes its turn after the runs under way: their tensors are on the backend still. */
  dispose(): Promise<void> {
    return (this.#disposal ??= this.#release());
  }

  async #release(): Promise<void> {
    const { model, realm } = this.#parts;
    try {
      await realm.take(async () => {
        realm.sessionClosing();
        model.dispose();
      });
    } catch {
      // What a lost device or a spoilt WASM held is gone with it.
    }
  }

  async #runOnce(feeds: TensorMap): Promise<TensorMap> {
    const { name, model, realm } = this.#parts;
    if (this.#disposal) throw new NearsideError('destroyed', `the ${name} session was disposed`, { stage: 'run' });
    checkFeeds(this.#inputs, feeds);
    const held: TfTensor[] = [];
    try {
      const inputs: Record<string, TfTensor> = {};
      for (const [input, { type, dims, data }] of Object.entries(feeds)) {
        held.push((inputs[input] = tensor(data, [...dims], type)));
      }
      const names = model.outputNodes;
      const given = model.execute(inputs, names);
      const outputs = Array.isArray(given) ? given : [given];
      held.push(...outputs);
      const read = await Promise.all(outputs.map(takeOutput));
      return Object.fromEntries(read.map((output, index) => [names[index] as string, output]));
    } catch (error) {
      realm.lost.throwIfAborted();
      throw runError(name, error);
    } finally {
      for (const one of held) if (!this.#weights.has(one)) one.dispose();
    }
  }
}

function inputSpec(name: string, { shape, dtype }: { shape?: number[]; dtype?: string }): InputSpec {
  return {
    name,
    type: dtype ?? 'unknown',
    ...(shape && { dims: shape.map((dim) => (dim < 0 ? undefined : dim)) }),
  };
}

async function takeOutput(output: TfTensor): Promise<Tensor> {
  const { dtype, shape } = output;
  if (dtype !== 'float32' && dtype !== 'int32') {
    throw new NearsideError('model-invalid', `output of type ${dtype}: only float32 and int32 are known`, {
      stage: 'run',
    });
  }
  // Copy: a backend that has the values at hand gives its own.
  const data = (await output.data()).slice();
  return { type: dtype, dims: [...shape], data } as Tensor;
}

function runError(name: string, error: unknown): NearsideError {
  if (isNearsideError(error)) return error;
  const message = messageOf(error);
  // Of the graph itself, whatever the backend: loops and branches, which would also run for as long as they like.
  const code = /executeAsync|dynamic op|not implemented|not supported|Unknown op/i.test(message)
    ? 'model-invalid'
    : 'provider-failed';
  return new NearsideError(code, `${name} cannot run the model: ${message}`, { stage: 'run', cause: error });
}
