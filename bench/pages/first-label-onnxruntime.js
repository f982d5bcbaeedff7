// ONNX Runtime Web without our stack, from navigation to the first label: the least that a page can do with the model.
import * as ort from 'onnxruntime-web/wasm';

const text = 'import os\n\n\ndef main():\n    print(os.getcwd())\n\n\nmain()\n';

async function firstLabel() {
  ort.env.wasm.wasmPaths = '/peers/onnxruntime-web/dist/';
  const [session, config] = await Promise.all([
    ort.InferenceSession.create('/model/model.onnx', { executionProviders: ['wasm'] }),
    fetch('/model/config.min.json').then((response) => response.json()),
  ]);
  const bytes = new TextEncoder().encode(text.trim());
  const tokens = new Int32Array(2048).fill(256);
  tokens.set(bytes.subarray(0, 1024), 0);
  tokens.set(bytes.subarray(-1024), 2048 - Math.min(1024, bytes.length));
  const { target_label: output } = await session.run({ bytes: new ort.Tensor('int32', tokens, [1, 2048]) });
  const scores = /** @type {Float32Array} */ (output?.data);
  const label = config.target_labels_space[scores.indexOf(Math.max(...scores))];
  return { label, ms: performance.now() };
}

const first = firstLabel();
Object.assign(globalThis, { bench: { firstLabel: () => first } });
