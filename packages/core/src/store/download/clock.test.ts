import { describe, expect, it } from 'vitest';
import { systemClock } from './clock.ts';

describe('systemClock', () => {
  it('sleeps, and wakes with the reason when it is aborted', async () => {
    await systemClock.sleep(0);
    const reason = new Error('enough');
    await expect(systemClock.sleep(1e9, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(86_400_000);
  });
});
