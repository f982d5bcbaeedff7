// The self-contained module behind `tfjs-webgl`: built alone, addressed by URL, imported only when it was chosen.
import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { CreateProvider } from '../execution-provider.ts';
import type { LosableDevice } from './runtime-realm.ts';
import { tensorflowProvider } from './tensorflow.ts';

/** TensorFlow.js on WebGL 2. */
export const createProvider: CreateProvider = tensorflowProvider({
  name: 'tfjs-webgl',
  backend: 'webgl',
  probe: probeWebGl,
  start: async () => {
    const backend = new MathBackendWebGL();
    return { backend, device: deviceOf((backend.gpgpu.gl as { canvas?: unknown }).canvas as EventTarget) };
  },
});

const software = /swiftshader|llvmpipe|softpipe|software|basic render/i;

function probeWebGl(): string | undefined {
  if (typeof OffscreenCanvas === 'undefined') return 'this realm has no OffscreenCanvas';
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return 'this realm has no WebGL 2: it is blocked or missing';
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  const floats = gl.getExtension('EXT_color_buffer_float');
  // A browser has few contexts at a time.
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  if (!floats) return 'WebGL 2 is there, but it cannot draw into floats';
  return software.test(renderer) ? `WebGL is drawn in software here (${renderer}): slower than WebAssembly` : undefined;
}

/** A canvas as a device that may be lost. */
function deviceOf(canvas: EventTarget): LosableDevice {
  return {
    lost: new Promise((resolve) => {
      const lost = { reason: 'webglcontextlost', message: 'the WebGL context is gone' };
      canvas.addEventListener('webglcontextlost', () => resolve(lost), { once: true });
    }),
  };
}
