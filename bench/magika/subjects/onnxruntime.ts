/**
 * ONNX Runtime without our stack: the same graph, one thread (on more, its waiting threads spin and cost more CPU), and
 * around it only what any user of the model must do.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { decide, ruleOut } from '@nearside/magika/decide';
import { extractFeatures, readEnds } from '@nearside/magika/features';
import { root } from '../../../tools/lib/workspace.ts';
import type { Subject, SubjectOptions } from './subject.ts';

/** The part of ONNX Runtime's interface that is used; both packages have it. */
interface OnnxRuntime {
  env: { wasm: { numThreads?: number } };
  Tensor: new (type: 'int32', data: Int32Array, dims: number[]) => unknown;
  InferenceSession: {
    create: (
      model: Uint8Array,
      options: { intraOpNumThreads: number },
    ) => Promise<{ run: (feeds: Record<string, unknown>) => Promise<Record<string, { data: Float32Array }>> }>;
  };
}

const modules = {
  'onnxruntime-web': 'onnxruntime-web/dist/ort.node.min.mjs',
  'onnxruntime-node': 'onnxruntime-node/dist/index.js',
};

/** Starts one of the two. */
export async function start(name: keyof typeof modules, { peer }: SubjectOptions): Promise<Subject> {
  const imported = (await import(pathToFileURL(peer(modules[name])).href)) as OnnxRuntime & { default?: OnnxRuntime };
  const ort = imported.InferenceSession ? imported : (imported.default as OnnxRuntime);
  if (name === 'onnxruntime-web') ort.env.wasm.numThreads = 1;
  const model = await readFile(join(root, 'models', 'magika', 'standard_v3_3', 'model.onnx'));
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1 });
  return {
    async identify(path) {
      const ends = await readEnds(await readFile(path));
      const features = extractFeatures(ends);
      const ruled = ruleOut(ends, features);
      if (ruled) return ruled.label;
      const { target_label: scores } = await session.run({ bytes: new ort.Tensor('int32', features, [1, 2048]) });
      return decide((scores as { data: Float32Array }).data).label;
    },
  };
}
