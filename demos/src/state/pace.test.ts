import { expect, it } from 'vitest';
import { Pace } from './pace.ts';

it('says nothing before a second has passed', () => {
  const pace = new Pace();
  expect(pace.perSecond).toBeUndefined();
  pace.add(0, 1000);
  pace.add(90, 1900);
  expect(pace.perSecond).toBeUndefined();
  pace.add(100, 2000);
  expect(pace.perSecond).toBe(100);
});

it('looks at the last seconds', () => {
  const pace = new Pace();
  for (let second = 0; second <= 10; second += 1) pace.add(second * 1000, second * 1000);
  for (let second = 11; second <= 20; second += 1) pace.add(10_000 + (second - 10) * 10, second * 1000);
  expect(pace.perSecond).toBe(10);
});

it('counts no pause', () => {
  const pace = new Pace();
  pace.add(0, 0);
  pace.add(1000, 1000);
  pace.stop();
  expect(pace.perSecond).toBeUndefined();
  pace.add(1000, 61_000);
  pace.add(3000, 63_000);
  expect(pace.perSecond).toBe(1000);
});
