import type { Rect } from '../geometry.ts';
import type { Detection, SignalType } from '../signals.ts';

/** What an object detector saw. */
export interface ObjectDetection {
  /** COCO's word, such as `person`. */
  readonly label: string;
  /** Shares of the picture; may reach outside. */
  readonly box: Rect;
}

/** Which regions an object becomes (localization_to_region_calculator.proto). */
export interface ObjectRegionOptions {
  /** As person, car or pet where it is one. Default true. */
  readonly outputStandardSignals?: boolean;
  /** As OBJECT, whatever it is. Default true, as in the reference's end-user graph. */
  readonly outputAllSignals?: boolean;
}

const standardTypes: ReadonlyMap<string, SignalType> = new Map([
  ['person', 'HUMAN'],
  ['car', 'CAR'],
  ['truck', 'CAR'],
  ['dog', 'PET'],
  ['cat', 'PET'],
  ['bird', 'PET'],
  ['horse', 'PET'],
]);

/**
 * Turns objects into regions of score 1; with both options one object becomes two.
 *
 * @param objects Of one picture.
 * @param options What is wanted.
 * @see MediaPipe AutoFlip, calculators/localization_to_region_calculator.cc
 */
export function objectRegions(
  objects: readonly ObjectDetection[],
  { outputStandardSignals = true, outputAllSignals = true }: ObjectRegionOptions = {},
): Detection[] {
  return objects.flatMap(({ label, box }) => {
    const standard = outputStandardSignals ? standardTypes.get(label) : undefined;
    const types: SignalType[] = [...(standard ? [standard] : []), ...(outputAllSignals ? ['OBJECT' as const] : [])];
    return types.map((type) => ({ type, box, score: 1 }));
  });
}
