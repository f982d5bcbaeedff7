import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyBox, anyOptions, anyReferenceOptions, anySignals } from '../fixtures/arbitrary-video.ts';
import type { Rect } from '../geometry.ts';
import type { Edit, SolveOptions } from '../options.ts';
import type { Plan } from '../plan.ts';
import { readPlan } from '../read-plan.ts';
import { clampRect, toFramePixels } from '../rectangles.ts';
import type { Signals } from '../signals.ts';
import { roundWindow, sceneAt, windowAt } from '../window-at.ts';
import { solve } from './solve.ts';
import { frameTimes } from './video.ts';

const everyOption = fc.oneof({ weight: 3, arbitrary: anyOptions }, { weight: 1, arbitrary: anyReferenceOptions });

describe('any plan', () => {
  it('survives JSON, tiles the video, and keeps its windows in the frame', () => {
    fc.assert(
      fc.property(anySignals, everyOption, (signals, options) => {
        const plan = solve(signals, options);
        expect(readPlan(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
      }),
    );
  });

  it('stays in the frame, less its borders, when a renderer rounds it', () => {
    fc.assert(
      fc.property(anySignals, everyOption, (signals, options) => {
        const plan = solve(signals, options);
        for (const timeUs of frameTimes(signals)) {
          const scene = sceneAt(plan, timeUs);
          const { borders } = scene;
          const rounded = roundWindow(windowAt(scene.path, timeUs), plan.source);
          expect([rounded.width % 2, rounded.height % 2]).toEqual([0, 0]);
          expect(rounded.x).toBeGreaterThanOrEqual(borders.left);
          expect(rounded.y).toBeGreaterThanOrEqual(borders.top);
          expect(rounded.x + rounded.width).toBeLessThanOrEqual(plan.source.width - borders.right);
          expect(rounded.y + rounded.height).toBeLessThanOrEqual(plan.source.height - borders.bottom);
        }
      }),
    );
  });

  it('is the same every time', () => {
    fc.assert(
      fc.property(anySignals, everyOption, (signals, options) => {
        const plan = solve(signals, options);
        expect(solve(structuredClone(signals), options)).toEqual(plan);
      }),
    );
  });

  it('changes nothing that it is given', () => {
    fc.assert(
      fc.property(anySignals, everyOption, (signals, options) => {
        const before = structuredClone({ signals, options });
        solve(signals, options);
        expect({ signals, options }).toEqual(before);
      }),
      { numRuns: 30 },
    );
  });
});

// Half a px of the search, a quarter of the path's simplification, and one where the frame's own side is odd.
const tolerance = 1.8;

describe('required boxes', () => {
  it('are in the window at every frame of their time', () => {
    fc.assert(
      fc.property(anySignals, anyOptions, (signals, options) => {
        fc.pre(options.coverage !== 'best-effort');
        const plan = solve(signals, options);
        for (const timeUs of frameTimes(signals)) {
          for (const box of requiredAt(plan, options, timeUs)) {
            const { path } = sceneAt(plan, timeUs);
            const window = windowAt(path, timeUs);
            expect(window.x - box.x).toBeLessThanOrEqual(tolerance);
            expect(window.y - box.y).toBeLessThanOrEqual(tolerance);
            expect(box.x + box.width - window.x - window.width).toBeLessThanOrEqual(tolerance);
            expect(box.y + box.height - window.y - window.height).toBeLessThanOrEqual(tolerance);
          }
        }
      }),
    );
  });

  it('never widen the window of a best effort', () => {
    fc.assert(
      fc.property(anySignals, anyOptions, (signals, options) => {
        const plan = solve(signals, { ...options, coverage: 'best-effort' });
        expect(plan.scenes.every(({ padding }) => padding.kind === 'none')).toBe(true);
      }),
    );
  });
});

function requiredAt(plan: Plan, { requiredBoxes = [] }: SolveOptions, timeUs: number): Rect[] {
  const { source } = plan;
  const { top, right, bottom, left } = sceneAt(plan, timeUs).borders;
  const band = { x: left, y: top, width: source.width - left - right, height: source.height - top - bottom };
  return requiredBoxes
    .filter(({ startUs, endUs }) => startUs <= timeUs && timeUs < endUs)
    .flatMap(({ box }) => {
      const pixels = toFramePixels(box, source);
      const inside = pixels && clampRect(pixels, band);
      return inside ? [inside] : [];
    });
}

/** An edit of any kind somewhere in the video. */
function anyEdit({ source }: Signals): fc.Arbitrary<Edit> {
  const atUs = fc.nat(source.durationUs - 1);
  return fc.oneof(
    fc.record({ kind: fc.constant('lock' as const), atUs, locked: fc.constant(true) }),
    fc.record({ kind: fc.constant('camera' as const), atUs, camera: fc.constantFrom('stationary', 'tracking') }),
    fc.record({ kind: fc.constant('subject' as const), atUs, subjectId: fc.nat(8) }),
    fc.record({ kind: fc.constant('hint' as const), atUs, box: anyBox }),
    fc.record({ kind: fc.constant('split' as const), atUs }),
    fc.record({ kind: fc.constant('join' as const), atUs }),
    fc.record({
      kind: fc.constant('path' as const),
      atUs,
      path: fc.constant([{ timeUs: 0, x: -50, y: 3, width: 30, height: 40 }]),
    }),
  ) as fc.Arbitrary<Edit>;
}

describe('edits', () => {
  it('never move a locked scene, and always leave a plan', () => {
    const anyChange = anySignals.chain((signals) =>
      fc.tuple(fc.constant(signals), everyOption, fc.array(anyEdit(signals), { maxLength: 5 }), fc.nat(10)),
    );
    fc.assert(
      fc.property(anyChange, everyOption, ([signals, options, edits, which], others) => {
        const first = solve(signals, options);
        const locked = first.scenes[which % first.scenes.length] as Plan['scenes'][number];
        const previous = { ...first, scenes: first.scenes.map((scene) => ({ ...scene, locked: scene === locked })) };
        const sameMode = options.reference === others.reference ? others : options;
        const plan = solve(signals, sameMode, { previous, edits });
        readPlan(JSON.parse(JSON.stringify(plan)));
        expect(plan.scenes).toContainEqual({ ...locked, locked: true });
      }),
    );
  });

  it('solve again only the scene they touch', () => {
    fc.assert(
      fc.property(anySignals, anyOptions, fc.nat(10), (signals, options, which) => {
        const previous = solve(signals, options);
        const touched = previous.scenes[which % previous.scenes.length] as Plan['scenes'][number];
        const edits: Edit[] = [{ kind: 'camera', atUs: touched.startUs, camera: 'stationary' }];
        const plan = solve(signals, options, { previous, edits });
        const others = (scenes: Plan['scenes']) => scenes.filter((_, index) => previous.scenes[index] !== touched);
        expect(others(plan.scenes)).toEqual(others(previous.scenes));
        expect(sceneAt(plan, touched.startUs).camera).toBe('stationary');
      }),
    );
  });

  it('that are none leave everything alone', () => {
    fc.assert(
      fc.property(anySignals, everyOption, (signals, options) => {
        const previous = solve(signals, options);
        expect(solve(signals, options, { previous, edits: [] })).toEqual(previous);
      }),
      { numRuns: 30 },
    );
  });
});
