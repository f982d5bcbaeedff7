// The self-contained module behind `tfjs-webgpu`: built alone, addressed by URL, imported only when it was chosen.
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { CreateProvider } from '../execution-provider.ts';
import { realm } from '../realm.ts';
import type { LosableDevice } from './runtime-realm.ts';
import { tensorflowProvider } from './tensorflow.ts';

type Device = ConstructorParameters<typeof WebGPUBackend>[0] & LosableDevice;
type AdapterInfo = ConstructorParameters<typeof WebGPUBackend>[1];

/** The part of WebGPU that is used here. */
interface DeviceAdapter {
  readonly info?: AdapterInfo;
  readonly features: ReadonlySet<string>;
  readonly limits: Readonly<Record<string, number>>;
  requestDevice(wish: { requiredFeatures: string[]; requiredLimits: Record<string, number> }): Promise<Device>;
}

/** TensorFlow.js on WebGPU. */
export const createProvider: CreateProvider = tensorflowProvider({
  name: 'tfjs-webgpu',
  backend: 'webgpu',
  probe: ({ capabilities: { webgpu } }) => (webgpu.available ? undefined : webgpu.reason),
  start: async () => {
    const adapter = (await realm.navigator?.gpu?.requestAdapter()) as DeviceAdapter | null | undefined;
    if (!adapter) throw new Error('there is no WebGPU adapter');
    const device = await adapter.requestDevice({
      requiredFeatures: ['bgra8unorm-storage'].filter((feature) => adapter.features.has(feature)),
      requiredLimits: Object.fromEntries(limits.map((limit) => [limit, adapter.limits[limit] as number])),
    });
    return { backend: new WebGPUBackend(device, adapter.info as AdapterInfo), device };
  },
});

// Those that TensorFlow.js raises, for large tensors and work groups.
const limits = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;
