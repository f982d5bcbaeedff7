import { describe, expect, it, vi } from 'vitest';
import type { Magika } from '../magika.ts';
import { fakeMagika } from '../testing.ts';
import { LazyMagika } from './lazy-magika.ts';

const ends = (text: string) => {
  const bytes = Buffer.from(text);
  return { size: bytes.length, beginning: bytes, end: bytes };
};

describe('LazyMagika', () => {
  it('loads nothing for what needs no model, and loads once', async () => {
    const create = vi.fn(async () => fakeMagika('python') as unknown as Magika);
    const magika = new LazyMagika(create);
    expect((await magika.identifyEnds(ends(''))).label).toBe('empty');
    expect((await magika.identifyEnds(ends('short'))).label).toBe('txt');
    expect((await magika.identifyEnds(ends(' '.repeat(20)))).label).toBe('txt');
    expect(create).not.toHaveBeenCalled();

    const long = ends('something longer');
    const answers = await Promise.all([magika.identifyEnds(long), magika.identifyEnds(long)]);
    expect(answers.map(({ label }) => label)).toEqual(['python', 'python']);
    expect(create).toHaveBeenCalledOnce();
    await magika.destroy();
  });

  it('rejects when it cannot be loaded, and can be ended then', async () => {
    const magika = new LazyMagika(() => Promise.reject(new Error('no model')));
    await expect(magika.identifyEnds(ends('something longer'))).rejects.toThrow('no model');
    await magika.destroy();
  });
});
