import { NearsideError } from '../errors.ts';

/** The part of a GPUDevice that tells of its end. */
interface LosableDevice {
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
}

/**
 * Turns the loss of a GPU device into a signal. A run that waits for a lost device may pend for ever: whoever waits, waits
 * for this too.
 *
 * @param device What the runtime says is its device: nothing, one, or a promise of one.
 * @param controller Aborted with a NearsideError 'device-lost' when the device is lost, also where it was before.
 */
export async function watchDevice(device: unknown, controller: AbortController): Promise<void> {
  const made = (await device) as LosableDevice | undefined;
  const loss = made?.lost.then(({ reason, message }) =>
    controller.abort(
      new NearsideError('device-lost', `the GPU device was lost (${reason || 'unknown'}): ${message || 'no message'}`, {
        stage: 'run',
        hint: 'A fresh worker gets a new device; Nearside starts one with the next call.',
      }),
    ),
  );
  // One that is lost already says so in the next microtask: before anybody is told that the model is ready.
  await Promise.race([loss, Promise.resolve()]);
}
