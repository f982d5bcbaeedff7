/** The probe, with a way to lose its GPU: whoever says so on a channel destroys the device that it was given last. */
import { serve } from '@nearside/core/worker';
import { probeTask } from './probe-task.ts';

interface Gpu {
  GPUAdapter?: { prototype: { requestDevice: (...args: unknown[]) => Promise<{ destroy(): void }> } };
}

let device: { destroy(): void } | undefined;
const channel = new BroadcastChannel('faults-gpu');
channel.onmessage = ({ data }) => {
  if (data !== 'destroy') return;
  device?.destroy();
  channel.postMessage('destroyed');
};
const adapter = (globalThis as Gpu).GPUAdapter?.prototype;
if (adapter) {
  const { requestDevice } = adapter;
  adapter.requestDevice = async function (...args) {
    return (device = await requestDevice.apply(this, args));
  };
}

serve(probeTask());
