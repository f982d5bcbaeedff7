import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentSolvers } from './document-solvers.ts';
import { measurePath, type PathMeasures } from './measures.ts';
import { scenes } from './scenes.ts';
import { pathSolvers } from './solvers.ts';

const constrained = pathSolvers.find(({ name }) => name === 'constrained')!;

describe('the constrained path', () => {
  const standing = { reversalsPerMin: 0, maxSpeed: 0, jitter: 0 };
  it.each<[string, Partial<PathMeasures>]>([
    ['still-speaker', { ...standing, contained: 1, ownCuts: 0 }],
    ['walker', { contained: 1, reversalsPerMin: 0, ownCuts: 0 }],
    ['rally', { ...standing, contained: 1, ownCuts: 0 }],
    ['two-in-turn', { ...standing, contained: 1, ownCuts: 5 }],
    ['landscape', { ...standing, contained: null, ownCuts: 0 }],
    ['forty-cuts', { ...standing, contained: 1, ownCuts: 0 }],
    // There and back.
    ['required-logo', { contained: 1, reversalsPerMin: 5, requiredCut: 0, ownCuts: 0 }],
  ])('is the known best of %s', (name, best) => {
    const scene = scenes.find((one) => one.name === name)!;
    expect(measurePath(scene, constrained.solve(scene))).toMatchObject(best);
  });

  it('keeps a head that swings wider than the window, within the limits', () => {
    const scene = scenes.find(({ name }) => name === 'swinging-head')!;
    const measures = measurePath(scene, constrained.solve(scene));
    expect(measures.contained).toBeGreaterThan(0.97);
    expect(measures.maxSpeed).toBeLessThan(1.5);
    expect(measures.maxAcceleration).toBeLessThan(4);
  });
});

describe('docs/autoflip-solvers.md', () => {
  it('is what the solvers do (else: npm run bench -- autoflip-solvers)', () => {
    for (const [path, content] of documentSolvers()) {
      const file = resolve(import.meta.dirname, '../../docs', path);
      expect(existsSync(file), path).toBe(true);
      expect(readFileSync(file, 'utf8') === content, path).toBe(true);
    }
  });
});
