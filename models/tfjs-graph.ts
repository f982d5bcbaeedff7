import { digestOf } from './integrity.ts';

/** How a TensorFlow.js graph is cut: which part of it is kept, and under which names it is fed and read. */
export interface GraphCut {
  /** Name of the two files that are made: `NAME.json` and `NAME.bin`. */
  readonly name: string;
  /** The input: its new name, its node, and its new dims, −1 where any size will do. */
  readonly input: { readonly name: string; readonly node: string; readonly dims: readonly number[] };
  /** The nodes it ends at, by the name that each output gets. */
  readonly outputs: Readonly<Record<string, string>>;
  /**
   * Constants that hold a height and a width for the old input, by name: each becomes those of another node's output
   * [batch, height, width, channels], so that the graph takes any size. Default none.
   */
  readonly sizes?: Readonly<Record<string, string>>;
}

interface Node {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, unknown>>;
}

interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: { readonly dtype: string };
}

interface Graph {
  readonly generatedBy?: string;
  readonly modelTopology: { readonly node: readonly Node[]; readonly versions: object };
  readonly weightsManifest: readonly { readonly weights: readonly Weight[] }[];
}

const bytesOfType: Readonly<Record<string, number>> = { float32: 4, int32: 4, float16: 2 };

/**
 * Cuts a graph model: what no wished output needs is left out, weights included; the others stay bit for bit. The same
 * files give the same result on every machine.
 *
 * @param json The model's `model.json`.
 * @param bin Its weights, all in one file.
 * @param cut What is kept.
 * @returns The two new files, by name.
 * @throws Error when a node is missing, or the weights do not fill their file.
 */
export function cutGraph(json: Uint8Array, bin: Uint8Array, cut: GraphCut): Map<string, Uint8Array> {
  const { generatedBy, modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(json)) as Graph;
  const { name, input, outputs, sizes = {} } = cut;
  const all = [...modelTopology.node.map((node) => sizeNode(node, sizes)), ...sizeParts(sizes)];
  const nodes = new Map(all.map((node) => [node.name, node]));
  const kept = neededFor(Object.values(outputs), nodes);
  if (!kept.has(input.node)) throw new Error(`no output needs the input ${input.node}`);
  const stray = Object.keys(sizes).find((node) => !kept.has(node));
  if (stray !== undefined) throw new Error(`no output needs the size ${stray}`);
  const weights = [
    ...sliceWeights(weightsManifest, bin).filter(({ spec }) => kept.has(spec.name) && !Object.hasOwn(sizes, spec.name)),
    ...[firstSide, twoSides].filter(({ spec }) => kept.has(spec.name)),
  ];
  const float = { type: 'DT_FLOAT' };
  const shape = { dim: input.dims.map((size) => ({ size: String(size) })) };
  const model = {
    format: 'graph-model',
    generatedBy,
    // Apache-2.0 wants changed files to say so.
    convertedBy: `cut by Nearside (models/tfjs-graph.ts) from ${digestOf(json).sha256}`,
    signature: {
      inputs: { [input.name]: { name: `${input.node}:0`, dtype: 'DT_FLOAT', tensorShape: shape } },
      outputs: Object.fromEntries(
        Object.entries(outputs).map(([key, node]) => [key, { name: `${node}:0`, dtype: 'DT_FLOAT' }]),
      ),
    },
    modelTopology: {
      node: all
        .filter((node) => kept.has(node.name))
        .map((node) => (node.name === input.node ? { ...node, attr: { dtype: float, shape: { shape } } } : node)),
      versions: modelTopology.versions,
    },
    weightsManifest: [{ paths: [`${name}.bin`], weights: weights.map(({ spec }) => spec) }],
  };
  return new Map([
    [`${name}.json`, new TextEncoder().encode(JSON.stringify(model))],
    [`${name}.bin`, Buffer.concat(weights.map(({ bytes }) => bytes))],
  ]);
}

const whole = { type: 'DT_INT32' };
const firstSide = wholeNumber('nearside/first-side', 1);
const twoSides = wholeNumber('nearside/two-sides', 2);

/** A constant of the cut graph: where a height stands in dims, and how many sides are taken from there. */
function wholeNumber(name: string, value: number): { spec: Weight; bytes: Uint8Array } {
  return { spec: { name, shape: [1], dtype: 'int32' }, bytes: Uint8Array.of(value, 0, 0, 0) };
}

/** A node, or where it is a constant size: the middle part of a shape. */
function sizeNode(node: Node, sizes: NonNullable<GraphCut['sizes']>): Node {
  if (!Object.hasOwn(sizes, node.name)) return node;
  if (node.op !== 'Const') throw new Error(`the size ${node.name} is no constant`);
  const input = [`${node.name}/shape`, firstSide.spec.name, twoSides.spec.name];
  return { name: node.name, op: 'Slice', input, attr: { T: whole, Index: whole } };
}

/** What sizes are read from. */
function sizeParts(sizes: NonNullable<GraphCut['sizes']>): Node[] {
  const shapes = Object.entries(sizes).map(([constant, like]) => ({
    name: `${constant}/shape`,
    op: 'Shape',
    input: [like],
    attr: { T: { type: 'DT_FLOAT' }, out_type: whole },
  }));
  const constants = [firstSide, twoSides].map(({ spec }) => ({ name: spec.name, op: 'Const', attr: { dtype: whole } }));
  return shapes.length > 0 ? [...shapes, ...constants] : [];
}

/** Names of the nodes that `ends` are computed from, themselves included. */
function neededFor(ends: readonly string[], nodes: ReadonlyMap<string, Node>): Set<string> {
  const needed = new Set<string>();
  const open = [...ends];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (needed.has(name)) continue;
    const node = nodes.get(name);
    if (!node) throw new Error(`the graph has no node ${name}`);
    needed.add(name);
    // `^name` waits for a node, `name:1` is its second output.
    open.push(...(node.input ?? []).map((from) => from.replace(/^\^/, '').replace(/:\d+$/, '')));
  }
  return needed;
}

function sliceWeights(groups: Graph['weightsManifest'], bin: Uint8Array): { spec: Weight; bytes: Uint8Array }[] {
  let offset = 0;
  const slices = groups
    .flatMap(({ weights }) => weights)
    .map((spec) => {
      const size = bytesOfType[spec.quantization?.dtype ?? spec.dtype];
      if (size === undefined) throw new Error(`the weight ${spec.name} is of type ${spec.dtype}`);
      const bytes = bin.subarray(offset, (offset += spec.shape.reduce((product, dim) => product * dim, size)));
      return { spec, bytes };
    });
  if (offset !== bin.byteLength)
    throw new Error(`the weights fill ${offset} bytes, and the file has ${bin.byteLength}`);
  return slices;
}
