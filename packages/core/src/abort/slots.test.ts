import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Slots } from './slots.ts';

describe('Slots', () => {
  it('lets in as many as there are, then in order of arrival', async () => {
    const slots = new Slots(1);
    const order: string[] = [];
    await slots.take();
    const first = slots.take().then(() => order.push('first'));
    const second = slots.take().then(() => order.push('second'));
    slots.give();
    await first;
    expect(order).toEqual(['first']);
    slots.give();
    await second;
    expect(order).toEqual(['first', 'second']);
  });

  it('lets who aborts leave the queue with the reason', async () => {
    const slots = new Slots(1);
    await slots.take();
    const controller = new AbortController();
    const leaving = slots.take(controller.signal);
    const staying = slots.take();
    controller.abort(new Error('left'));
    await expect(leaving).rejects.toThrow('left');
    slots.give();
    await staying;
  });

  it('never lets in more than there are, and loses no slot, whoever aborts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.boolean(), { maxLength: 30 }),
        async (count, aborts) => {
          const slots = new Slots(count);
          let inside = 0;
          let most = 0;
          await Promise.all(
            aborts.map(async (abort, index) => {
              const controller = new AbortController();
              const taken = slots.take(controller.signal);
              // At different points of the others' turns.
              if (abort)
                void (index % 2 ? Promise.resolve() : Promise.resolve().then(() => undefined)).then(() =>
                  controller.abort(new Error('left')),
                );
              try {
                await taken;
              } catch {
                return;
              }
              inside += 1;
              most = Math.max(most, inside);
              await Promise.resolve();
              inside -= 1;
              slots.give();
            }),
          );
          expect(most).toBeLessThanOrEqual(count);
          // All are back: as many can be taken at once as in the beginning.
          for (let i = 0; i < count; i++) await slots.take();
        },
      ),
    );
  });
});
