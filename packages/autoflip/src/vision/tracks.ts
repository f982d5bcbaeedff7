import type { Rect } from '../geometry.ts';
import type { Boundary, Detection, KeyFrameSignals, SignalType } from '../signals.ts';
import { openTracks, type Sighting } from './open-tracks.ts';

/** How detections become tracks. Times in seconds. */
export interface TrackOptions {
  /** A track that was not seen for more seconds ends; until then its id waits for it. Default 1. */
  readonly longestLossSec: number;
  /** Tracks seen in fewer key frames are errors; half of a short scene's are enough, and one in a scene of at most four. */
  readonly minKeyFrames: number;
  /** Share of the key frames between its first and its last in which a track must have been seen. */
  readonly minSeenShare: number;
}

/** At five key frames a second, what a detector takes for a face in foliage lasts one or two. */
export const defaultTracking: TrackOptions = { longestLossSec: 1, minKeyFrames: 3, minSeenShare: 0.4 };

/** One person or thing, within one scene. */
export interface Track {
  /** The identifier that its detections have; unique in the video. */
  readonly id: number;
  /** What it is. */
  readonly type: SignalType;
  /** When it was first seen, µs. */
  readonly firstUs: number;
  /** When it was last seen, µs. */
  readonly lastUs: number;
  /** Key frames in which it was seen. */
  readonly seen: number;
  /** How much a viewer would miss it, 0…1: {@link importanceOf}. */
  readonly importance: number;
}

/** What {@link trackDetections} makes of key frames. */
export interface TrackedKeyFrames {
  /** The key frames with an id on every detection, without the false ones, and with boxes where a track was lost for a while. */
  readonly keyFrames: readonly KeyFrameSignals[];
  /** In order of their first time. */
  readonly tracks: readonly Track[];
}

/**
 * Follows people and things from key frame to key frame: each is expected where its last movement takes it, and the
 * detections of each type are assigned to the tracks of that type so that all together overlap best, nearness counting
 * where nothing overlaps (a walker may be a whole face further on after a fifth of a second). No track crosses a
 * boundary. Detections that have an id keep it, and are their own track.
 *
 * @param keyFrames Sorted by time; unchanged.
 * @param boundaries Sorted by time.
 * @param options Default: {@link defaultTracking}.
 */
export function trackDetections(
  keyFrames: readonly KeyFrameSignals[],
  boundaries: readonly Boundary[] = [],
  options: TrackOptions = defaultTracking,
): TrackedKeyFrames {
  const sceneOf = scenesOf(keyFrames, boundaries);
  const sizes = new Map<number, number>();
  for (const scene of sceneOf) sizes.set(scene, (sizes.get(scene) ?? 0) + 1);
  const finished = openTracks(keyFrames, sceneOf, options);
  const real = finished.filter(({ sightings }) =>
    isReal(sightings, sizes.get(sceneOf[sightings[0]!.index]!)!, options),
  );
  const output: Detection[][] = keyFrames.map(() => []);
  for (const track of real) {
    for (const { index, detection } of filled(track.sightings, keyFrames)) {
      output[index]!.push({ ...detection, id: track.id });
    }
  }
  return {
    keyFrames: keyFrames.map(({ timeUs }, index) => ({
      timeUs,
      detections: output[index]!.toSorted((a, b) => a.id! - b.id!),
    })),
    tracks: real
      .map(({ id, type, sightings, lastUs }) => ({
        id,
        type,
        firstUs: keyFrames[sightings[0]!.index]!.timeUs,
        lastUs,
        seen: sightings.length,
        importance: importanceOf(
          type,
          sightings.map(({ detection }) => detection.box),
          sightings.length / sizes.get(sceneOf[sightings[0]!.index]!)!,
        ),
      }))
      .sort((a, b) => a.firstUs - b.firstUs || a.id - b.id),
  };
}

/**
 * Whom the camera follows, where it can follow one only: the most important track.
 *
 * @param tracks Of one scene; of equals the earlier.
 */
export function primaryTrack(tracks: readonly Track[]): Track | undefined {
  return tracks.reduce<Track | undefined>(
    (best, track) => (best === undefined || track.importance > best.importance ? track : best),
    undefined,
  );
}

/** How much types matter, and how much larger their boxes are than a face of the same person at the same distance. */
const typeWeights: Readonly<Partial<Record<SignalType, readonly [weight: number, size: number]>>> = {
  USER_HINT: [2, 1],
  FACE_FULL: [1, 1],
  FACE_CORE_LANDMARKS: [1, 0.6],
  FACE_ALL_LANDMARKS: [1, 0.8],
  HUMAN: [0.8, 2.6],
  PET: [0.7, 2],
  CAR: [0.6, 3],
  OBJECT: [0.2, 2],
};

/**
 * How much a viewer would miss a track, 0…1: what it is, times how large, how long and how central it is.
 *
 * @param boxes Where it was seen, as shares of the frame; one at least.
 * @param presence Share of the scene's key frames in which it was seen.
 */
export function importanceOf(type: SignalType, boxes: readonly Rect[], presence: number): number {
  const [weight, size] = typeWeights[type] ?? [0.5, 2];
  const mean = (of: (box: Rect) => number): number => boxes.reduce((sum, box) => sum + of(box), 0) / boxes.length;
  const side = mean(({ width, height }) => Math.sqrt(Math.max(0, width * height))) / size;
  const offCenter = mean(({ x, width }) => Math.min(1, Math.abs(2 * (x + width / 2) - 1)));
  return Math.min(1, (weight * presence * (1 - 0.3 * offCenter) * side) / (side + 0.1));
}

/** The number of the scene of each key frame. */
function scenesOf(keyFrames: readonly KeyFrameSignals[], boundaries: readonly Boundary[]): number[] {
  let scene = 0;
  return keyFrames.map(({ timeUs }) => {
    while (scene < boundaries.length && boundaries[scene]!.timeUs <= timeUs) scene += 1;
    return scene;
  });
}

/** In a scene of at most so many key frames nothing is told from an error by how often it was seen. */
const briefScene = 4;

function isReal(sightings: readonly Sighting[], keyFramesInScene: number, options: TrackOptions): boolean {
  // What the user or another tracker said is not doubted.
  if (sightings[0]!.detection.id !== undefined || sightings[0]!.detection.type === 'USER_HINT') return true;
  if (sightings.some(({ detection }) => detection.isRequired === true)) return true;
  const needed = keyFramesInScene <= briefScene ? 1 : Math.min(options.minKeyFrames, Math.ceil(keyFramesInScene / 2));
  const span = sightings.at(-1)!.index - sightings[0]!.index + 1;
  return sightings.length >= needed && sightings.length >= options.minSeenShare * span;
}

/** Sightings, and between them what lay between. */
function filled(sightings: readonly Sighting[], keyFrames: readonly KeyFrameSignals[]): Sighting[] {
  return sightings.flatMap((sighting, k) => {
    const next = sightings[k + 1];
    if (!next) return [sighting];
    const result = [sighting];
    const [startUs, endUs] = [keyFrames[sighting.index]!.timeUs, keyFrames[next.index]!.timeUs];
    for (let index = sighting.index + 1; index < next.index; index += 1) {
      const share = (keyFrames[index]!.timeUs - startUs) / (endUs - startUs);
      const mix = (of: (box: Rect) => number): number =>
        of(sighting.detection.box) * (1 - share) + of(next.detection.box) * share;
      const box = {
        x: mix(({ x }) => x),
        y: mix(({ y }) => y),
        width: mix(({ width }) => width),
        height: mix(({ height }) => height),
      };
      result.push({ index, detection: { ...sighting.detection, box } });
    }
    return result;
  });
}
