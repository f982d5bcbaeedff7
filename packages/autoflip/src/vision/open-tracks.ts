import type { Rect } from '../geometry.ts';
import type { Detection, KeyFrameSignals, SignalType } from '../signals.ts';
import { assign } from './assignment.ts';

/** A detection that belongs to a track. */
export interface Sighting {
  /** Which key frame. */
  readonly index: number;
  readonly detection: Detection;
}

/** A track while it is made. */
export interface OpenTrack {
  readonly id: number;
  readonly type: SignalType;
  readonly sightings: Sighting[];
  lastUs: number;
  /** Centre's velocity, shares of the frame a second, smoothed. */
  velocityX: number;
  velocityY: number;
}

/**
 * Joins detections to tracks, key frame by key frame: those of each type are assigned to the tracks of that type.
 *
 * @param keyFrames Sorted by time.
 * @param sceneOf The scene of each key frame; no track goes from one to another.
 * @param options How long a track waits for its next detection.
 * @returns Every track, false ones included, in order of their first detection.
 */
export function openTracks(
  keyFrames: readonly KeyFrameSignals[],
  sceneOf: readonly number[],
  { longestLossSec }: { readonly longestLossSec: number },
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
