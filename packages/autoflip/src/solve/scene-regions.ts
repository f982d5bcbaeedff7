import type { Rect, Size } from '../geometry.ts';
import type { Borders } from '../plan.ts';
import { clampRect, toFramePixels } from '../rectangles.ts';
import type { Detection, KeyFrameSignals } from '../signals.ts';
import type { SalientRegion } from './frame-crop-region.ts';
import { fuseSignals, type FusedDetection } from './fusion.ts';
import type { Settings } from './settings.ts';

/** A detection in whole px of the border-less frame, with its final score. */
export interface SceneRegion extends SalientRegion {
  readonly detection: FusedDetection;
}

/** What is in one key frame. */
export interface RegionFrame {
  readonly timeUs: number;
  readonly regions: readonly SceneRegion[];
}

/**
 * Turns the detections of a scene into regions: fused, in px, cut to the frame within its borders.
 *
 * @param keyFrames Of the scene.
 * @param source Size of the frame with its borders.
 * @param borders px.
 * @param settings Weights, least scores, hints.
 */
export function sceneRegions(
  keyFrames: readonly KeyFrameSignals[],
  source: Size,
  borders: Borders,
  settings: Settings,
): RegionFrame[] {
  const isEnough = isScoredEnough(settings);
  const asked = onlyHints(keyFrames, settings).map(({ detections }) => detections.filter(isEnough));
  const fused = fuseSignals(asked, settings.signalSettings);
  const band: Rect = {
    x: borders.left,
    y: borders.top,
    width: source.width - borders.left - borders.right,
    height: source.height - borders.top - borders.bottom,
  };
  return keyFrames.map(({ timeUs }, index) => ({
    timeUs,
    regions: regionsIn(band, fused[index] as FusedDetection[], source),
  }));
}

function regionsIn(band: Rect, detections: readonly FusedDetection[], source: Size): SceneRegion[] {
  const regions: SceneRegion[] = [];
  for (const detection of detections) {
    const box = toFramePixels(detection.box, source);
    const inside = box && clampRect(box, band);
    if (!inside) continue;
    const { width, height } = inside;
    const { score, isRequired } = detection;
    regions.push({ x: inside.x - band.x, y: inside.y - band.y, width, height, score, isRequired, detection });
  }
  return regions;
}

/** With `userHintOverride`, where there is a hint in the scene, nothing else is. */
function onlyHints(keyFrames: readonly KeyFrameSignals[], { userHintOverride }: Settings): readonly KeyFrameSignals[] {
  const isHint = ({ type }: Detection) => type === 'USER_HINT';
  if (!userHintOverride || !keyFrames.some(({ detections }) => detections.some(isHint))) return keyFrames;
  return keyFrames.map(({ timeUs, detections }) => ({ timeUs, detections: detections.filter(isHint) }));
}

function isScoredEnough({ signalSettings }: Settings): (detection: Detection) => boolean {
  return ({ type, score = 1 }) => score >= (signalSettings[type]?.minimumDetectionScore ?? 0);
}
