import { afterEach, describe, expect, it, vi } from 'vitest';
import { pageMemory } from './choice-memory.ts';
import type { Timing } from './choices.ts';

const timing = (provider: string, runMs = 1): Timing => ({
  model: 'test/model',
  provider,
  version: '1',
  device: '8 cores',
  runMs,
  measuredAtMs: 0,
});

function storage(first?: string) {
  const items = new Map<string, string>(first === undefined ? [] : [['nearside-choices', first]]);
  const localStorage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: vi.fn((key: string, value: string) => void items.set(key, value)),
  };
  vi.stubGlobal('localStorage', localStorage);
  return localStorage;
}
afterEach(() => vi.unstubAllGlobals());

describe('pageMemory', () => {
  it('remembers over page loads, the latest of each subject', () => {
    storage();
    const memory = pageMemory();
    for (const next of [timing('gpu', 9), timing('wasm', 3), timing('gpu', 8)]) memory.add(next);
    expect(pageMemory().read()).toEqual([timing('wasm', 3), timing('gpu', 8)]);
  });

  it.each(['', 'no json', '{}', '[1,null,{"model":"m"}]', '[{"model":"m","provider":"p","runMs":null}]'])(
    'takes nothing from what is no timing: %s',
    (stored) => {
      storage(stored);
      expect(pageMemory().read()).toEqual([]);
    },
  );

  it('is bounded', () => {
    storage();
    const memory = pageMemory();
    for (let index = 0; index < 100; index++) memory.add(timing(`provider-${index}`));
    expect(memory.read()).toHaveLength(64);
    expect(memory.read().at(-1)?.provider).toBe('provider-99');
  });

  it('lasts as long as the page where storage is full, blocked or missing', () => {
    const full = storage();
    full.setItem.mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    vi.stubGlobal('localStorage', {
      get getItem() {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
    const memory = pageMemory();
    memory.add(timing('gpu'));
    expect(memory.read()).toEqual([timing('gpu')]);
    vi.stubGlobal('localStorage', undefined);
    memory.add(timing('wasm'));
    expect(memory.read()).toEqual([timing('gpu'), timing('wasm')]);
  });
});
