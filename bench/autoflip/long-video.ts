/** Signals of a video as long as wished: a face, its body, a thing beside it; shots of a few seconds, in turn with a still speaker, a walker, and somebody who swings from side to side. */
import type { Boundary, KeyFrameSignals, Signals } from '@nearside/autoflip/solve';

const frameRate = 30;
const framesPerKeyFrame = 6;

/**
 * Makes signals, the same every time.
 *
 * @param seconds Length of the video.
 */
export function longVideo(seconds: number): Signals {
  const random = pseudoRandom(7);
  const timesUs = Array.from({ length: seconds * frameRate }, (_, index) => Math.round((index * 1e6) / frameRate));
  const boundaries: Boundary[] = [];
  for (let frame = nextShot(random); frame < timesUs.length; frame += nextShot(random))
    boundaries.push({ timeUs: timesUs[frame] as number, kind: 'cut' });
  let shot = 0;
  const keyFrames = timesUs
    .filter((_, index) => index % framesPerKeyFrame === 0)
    .map((timeUs): KeyFrameSignals => {
      while (shot < boundaries.length && (boundaries[shot] as Boundary).timeUs <= timeUs) shot++;
      const sinceUs = timeUs - (boundaries[shot - 1]?.timeUs ?? 0);
      const place = (places[shot % places.length] as (sec: number) => number)(sinceUs / 1e6) + 0.01 * random();
      return {
        timeUs,
        detections: [
          { type: 'FACE_FULL', box: { x: 0.4 + place, y: 0.3, width: 0.1, height: 0.18 }, score: 0.02 },
          { type: 'HUMAN', box: { x: 0.3 + place, y: 0.25, width: 0.3, height: 0.7 }, score: 1 },
          { type: 'OBJECT', box: { x: 0.1, y: 0.5, width: 0.2, height: 0.3 }, score: 1 },
        ],
      };
    });
  const source = { width: 1920, height: 1080, rotation: 0, frameRate, durationUs: seconds * 1e6 } as const;
  return { version: 1, source, frames: { timesUs }, boundaries, keyFrames };
}

/** Where somebody is, shares of the frame, by the seconds since the shot began. */
const places: readonly ((sec: number) => number)[] = [
  (sec) => 0.02 * Math.sin(sec),
  (sec) => Math.min(0.4, Math.max(-0.3, 0.1 * sec - 0.4)),
  (sec) => 0.3 * Math.sin(sec / 2),
];

/** 4 to 12 seconds, in frames. */
function nextShot(random: () => number): number {
  return Math.round((4 + 8 * random()) * frameRate);
}

function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
