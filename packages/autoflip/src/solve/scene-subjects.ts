import type { Subject } from '../plan.ts';
import { defaultSignalSettings } from '../default-options.ts';
import { clamp } from '../rectangles.ts';
import type { SignalType } from '../signals.ts';
import { importanceOf } from '../vision/tracks.ts';
import type { RegionFrame, SceneRegion } from './scene-regions.ts';
import type { Settings } from './settings.ts';
import type { SubjectSample } from './subject-sample.ts';

/** Whom a scene could show. */
export interface SceneSubjects {
  /** At each key frame. */
  readonly samples: readonly SubjectSample[];
  readonly subjects: readonly Subject[];
}

/** Something that was followed through a scene. */
interface Candidate {
  readonly id: number;
  readonly type: SignalType;
  /** Where it is seen: how long that is, whoever divides the scene's time adds up. */
  readonly weight: number;
  /** Share of the key frames in which it is seen. */
  readonly presence: number;
  /** By the index of the key frame. */
  readonly seen: ReadonlyMap<number, SceneRegion>;
  /** How much it counts in a key frame: how large it is there, and what its detector says of it. */
  readonly weightOf: (region: SceneRegion) => number;
}

// Boxes of one face, the best for framing first: the others say nothing new.
const faceTypes: readonly SignalType[] = ['FACE_FULL', 'FACE_ALL_LANDMARKS', 'FACE_CORE_LANDMARKS'];

// Who matters less than this share of the most important is not worth moving the window for.
const minShareOfBest = 0.5;

// A body whose face is seen this often needs no place of its own.
const sameShare = 0.5;

/**
 * Chooses whom a scene could show among all that was seen: one box a face, no body beside its own face, nobody who hardly
 * matters; or one alone, as asked.
 *
 * @param frames Key frames of the scene; detections with an id are looked at.
 * @param frame px, to weigh sizes.
 * @param settings `primaryFaceOnly`, weights by type.
 * @param subjectId The one that the user chose.
 */
export function sceneSubjects(
  frames: readonly RegionFrame[],
  frame: { readonly width: number; readonly height: number },
  settings: Settings,
  subjectId?: number,
): SceneSubjects {
  const all = candidatesOf(frames, frame, settings);
  const chosen = all.filter(({ id }) => id === subjectId);
  const kept = chosen.length > 0 ? chosen : worthShowing(oneAPerson(all), settings);
  const samples = frames.map(({ timeUs }, index) => ({
    timeUs,
    subjects: kept.flatMap(({ id, weightOf, seen }) => {
      const box = seen.get(index);
      return box ? [{ id, box, weight: weightOf(box) }] : [];
    }),
  }));
  return { samples, subjects: kept.map(toSubject) };
}

function candidatesOf(
  frames: readonly RegionFrame[],
  frame: { readonly width: number; readonly height: number },
  { signalSettings }: Settings,
): Candidate[] {
  const byId = new Map<number, Map<number, SceneRegion>>();
  frames.forEach(({ regions }, index) => {
    for (const region of regions) {
      const { id, type } = region.detection;
      if (id === undefined || type === 'FACE_LANDMARK' || type === 'custom:required') continue;
      const seen = byId.get(id) ?? new Map<number, SceneRegion>();
      seen.set(index, region);
      byId.set(id, seen);
    }
  });
  const topScores = topScoreByType(frames);
  return [...byId].map(([id, seen]) => {
    const regions = [...seen.values()];
    const [first] = regions as [SceneRegion];
    const { type } = first.detection;
    // The user's weights count by how far they are from what is usual.
    const scale = middleOf(signalSettings[type]) / middleOf(defaultSignalSettings[type]);
    const shareOf = ({ x, y, width, height }: SceneRegion) => ({
      x: x / frame.width,
      y: y / frame.height,
      width: width / frame.width,
      height: height / frame.height,
    });
    const top = topScores.get(type) ?? 0;
    const weightOf = (region: SceneRegion) =>
      importanceOf(type, [shareOf(region)], 1) * scale * (top > 0 ? region.detection.ownScore / top : 1);
    const weight = regions.reduce((sum, region) => sum + weightOf(region), 0) / regions.length;
    return { id, type, seen, weight, weightOf, presence: seen.size / frames.length };
  });
}

/** Scores of different detectors are no more alike than their units: only their ratio within a type counts. */
function topScoreByType(frames: readonly RegionFrame[]): Map<SignalType, number> {
  const top = new Map<SignalType, number>();
  for (const { regions } of frames)
    for (const { detection } of regions)
      top.set(detection.type, Math.max(top.get(detection.type) ?? 0, detection.ownScore));
  return top;
}

function middleOf(setting: { readonly minScore?: number; readonly maxScore?: number } | undefined): number {
  return ((setting?.minScore ?? 0) + (setting?.maxScore ?? 1)) / 2;
}

/** One box a face, and no bodies of those whose face is there. */
function oneAPerson(candidates: readonly Candidate[]): Candidate[] {
  const faceType = faceTypes.find((type) => candidates.some((candidate) => candidate.type === type));
  const faces = candidates.filter(({ type }) => type === faceType);
  return candidates.filter((candidate) => {
    if (faceTypes.includes(candidate.type)) return candidate.type === faceType;
    return !faces.some((face) => isInside(face, candidate));
  });
}

/** Whether one's centre is mostly in the other's box. */
function isInside(inner: Candidate, outer: Candidate): boolean {
  let together = 0;
  for (const [index, box] of outer.seen) {
    const face = inner.seen.get(index);
    if (!face) continue;
    const x = face.x + face.width / 2;
    const y = face.y + face.height / 2;
    if (x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height) together++;
  }
  return together > 0 && together >= sameShare * Math.min(inner.seen.size, outer.seen.size);
}

function worthShowing(candidates: readonly Candidate[], { primaryFaceOnly }: Settings): Candidate[] {
  const hints = candidates.filter(({ type }) => type === 'USER_HINT');
  const best = candidates.reduce((most, { weight }) => Math.max(most, weight), 0);
  const rest = candidates.filter(({ type, weight }) => type !== 'USER_HINT' && weight >= minShareOfBest * best);
  if (!primaryFaceOnly) return [...hints, ...rest];
  const faces = rest.filter(({ type }) => faceTypes.includes(type));
  const primary = faces.reduce<Candidate | undefined>(
    (most, face) => (most === undefined || face.weight * face.presence > most.weight * most.presence ? face : most),
    undefined,
  );
  return primary ? [...hints, primary] : [...hints, ...rest];
}

function toSubject({ id, type, weight, presence, seen }: Candidate): Subject {
  return {
    id,
    kind: kindOf(type),
    weight: clamp(weight * presence, 0, 1),
    required: [...seen.values()].some(({ isRequired }) => isRequired),
  };
}

function kindOf(type: SignalType): string {
  if (type.startsWith('FACE_')) return 'face';
  return type.startsWith('custom:') ? type.slice('custom:'.length) : type.toLowerCase();
}
