import type { Rect } from '../geometry.ts';
import type { Boundary, Detection, KeyFrameSignals, SignalType } from '../signals.ts';
import { assign } from './assignment.ts';

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

interface Sighting {
  /** Which key frame. */
  readonly index: number;
  readonly detection: Detection;
}

/** A track while it is made. */
interface OpenTrack {
  readonly id: number;
  readonly type: SignalType;
  readonly sightings: Sighting[];
  lastUs: number;
  /** Centre's velocity, shares of the frame a second, smoothed. */
  velocityX: number;
  velocityY: number;
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

/** Every track, false ones included. */
function openTracks(
  keyFrames: readonly KeyFrameSignals[],
  sceneOf: readonly number[],
  { longestLossSec }: TrackOptions,
): OpenTrack[] {
  let nextId =
    1 + keyFrames.reduce((most, { detections }) => Math.max(most, ...detections.map(({ id }) => id ?? 0)), 0);
  const all: OpenTrack[] = [];
  let open: OpenTrack[] = [];
  for (const [index, { timeUs, detections }] of keyFrames.entries()) {
    const isNewScene = index > 0 && sceneOf[index] !== sceneOf[index - 1];
    open = isNewScene ? [] : open.filter(({ lastUs }) => timeUs - lastUs <= longestLossSec * 1e6);
    const opened: OpenTrack[] = [];
    for (const type of new Set(detections.map((detection) => detection.type))) {
      const mine = detections.filter((detection) => detection.type === type);
      const tracks = open.filter((track) => track.type === type);
      const gains = mine.map((detection) => tracks.map((track) => gainOf(track, detection, timeUs)));
      for (const [k, at] of assign(gains).entries()) {
        const sighting = { index, detection: mine[k]! };
        if (at >= 0) extend(tracks[at]!, sighting, timeUs);
        else {
          const id = mine[k]!.id ?? nextId++;
          opened.push({ id, type, sightings: [sighting], lastUs: timeUs, velocityX: 0, velocityY: 0 });
        }
      }
    }
    open.push(...opened);
    all.push(...opened);
  }
  return all;
}

/** For so long somebody is expected to go on as before. */
const steadySec = 0.3;

/** How well a detection goes on with a track, 0…2; 0 is not at all. */
function gainOf(track: OpenTrack, detection: Detection, timeUs: number): number {
  const last = track.sightings.at(-1)!.detection;
  const isMarked = last.id !== undefined || detection.id !== undefined;
  if (isMarked) return last.id === detection.id && (last.input ?? 0) === (detection.input ?? 0) ? 2 : 0;
  const seconds = (timeUs - track.lastUs) / 1e6;
  const { box } = last;
  const expected = { ...box, x: box.x + track.velocityX * seconds, y: box.y + track.velocityY * seconds };
  const found = detection.box;
  const ratio = Math.sqrt((box.width * box.height) / Math.max(1e-9, found.width * found.height));
  // Nobody doubles in size between key frames.
  if (ratio > 2 || ratio < 0.5) return 0;
  const size = (Math.sqrt(box.width * box.height) + Math.sqrt(found.width * found.height)) / 2;
  const awayFrom = (place: Rect): number =>
    Math.hypot(
      place.x + place.width / 2 - found.x - found.width / 2,
      place.y + place.height / 2 - found.y - found.height / 2,
    );
  // Whoever was not seen for a while may as well have turned or stopped meanwhile.
  const away = seconds > steadySec ? Math.min(awayFrom(expected), awayFrom(box)) : awayFrom(expected);
  // The longer it was unseen, the less is known of where it went; seen once, not even which way.
  const known = track.sightings.length > 1 ? 1 : 1.8;
  const reach = size * (known + 0.5 * Math.min(2, seconds / 0.2 - 1));
  if (away >= reach) return 0;
  return overlap(expected, found) + (1 - away / reach) * Math.min(ratio, 1 / ratio);
}

function extend(track: OpenTrack, sighting: Sighting, timeUs: number): void {
  const { box: from } = track.sightings.at(-1)!.detection;
  const { box: to } = sighting.detection;
  const seconds = Math.max(1e-3, (timeUs - track.lastUs) / 1e6);
  const first = track.sightings.length === 1;
  const smooth = (before: number, now: number): number => (first ? now : 0.5 * before + 0.5 * now);
  track.velocityX = smooth(track.velocityX, (to.x + to.width / 2 - from.x - from.width / 2) / seconds);
  track.velocityY = smooth(track.velocityY, (to.y + to.height / 2 - from.y - from.height / 2) / seconds);
  track.sightings.push(sighting);
  track.lastUs = timeUs;
}

/** Intersection over union. */
function overlap(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / (a.width * a.height + b.width * b.height - width * height);
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
