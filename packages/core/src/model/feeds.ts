import { NearsideError } from '../errors.ts';
import type { TensorMap, TensorType } from '../execution-provider.ts';

/** What a model says of one of its inputs. */
export interface InputSpec {
  /** As the model names it. */
  readonly name: string;
  /** Element type, in the runtime's word; only those of {@link TensorType} can be fed. */
  readonly type: TensorType | (string & {});
  /** Dimensions, undefined where any number will do. No dims at all: the model does not say. */
  readonly dims?: readonly (number | undefined)[];
}

/**
 * Checks feeds before a runtime sees them: a runtime's own message seldom names the input, and some read past the end.
 *
 * @param inputs What the model wants.
 * @param feeds What the caller gives; unchanged.
 * @throws NearsideError 'invalid-input' naming the first input that is missing, unknown, or of another type or shape.
 */
export function checkFeeds(inputs: readonly InputSpec[], feeds: TensorMap): void {
  for (const name of Object.keys(feeds)) {
    if (inputs.some((input) => input.name === name)) continue;
    reject(`the model has no input '${name}', only ${inputs.map((input) => `'${input.name}'`).join(', ')}`);
  }
  for (const { name, type, dims } of inputs) {
    if (!Object.hasOwn(feeds, name)) reject(`the input '${name}' is missing`);
    const feed = feeds[name] as TensorMap[string];
    if (feed.type !== type) reject(`the input '${name}' is ${type}, not ${feed.type}`);
    const Values = feed.type === 'int32' ? Int32Array : Float32Array;
    if (!(feed.data instanceof Values)) reject(`the input '${name}' has data that is no ${Values.name}`);
    const fits = dims?.every((dim, axis) => dim === undefined || dim === feed.dims[axis]);
    if (dims && (dims.length !== feed.dims.length || !fits)) {
      reject(`the input '${name}' has dims [${dims.map((dim) => dim ?? '?')}], not [${feed.dims}]`);
    }
    const values = feed.dims.reduce((product, dim) => product * dim, 1);
    if (feed.data.length !== values) {
      reject(`the input '${name}' of dims [${feed.dims}] needs ${values} values, not ${feed.data.length}`);
    }
  }
}

function reject(message: string): never {
  throw new NearsideError('invalid-input', message, { stage: 'run' });
}
