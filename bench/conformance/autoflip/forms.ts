/** Every file of cases and the lists in it. */
import * as camera from './camera-motion.ts';
import type { Form } from './check.ts';
import * as cropRegion from './crop-region.ts';
import * as geometry from './geometry.ts';
import * as padding from './padding.ts';
import { kinematic, piecewiseLinear, polynomial } from './paths.ts';
import * as cropping from './scene-cropping.ts';
import * as signals from './signals.ts';
import * as vision from './vision.ts';
import * as zoom from './zoom.ts';

/** By file name without `.json`, then by the key of the list; all its items are cases, or the object itself is one. */
export const forms: Readonly<Record<string, Readonly<Record<string, Form>>>> = {
  border_detection: { cases: vision.borderDetection },
  content_zoom: { cases: zoom.windows, borders: zoom.borders },
  frame_crop_region: {
    segment_cases: cropRegion.segment,
    rect_cases: cropRegion.rectangle,
    frame_cases: cropRegion.frame,
  },
  geometry_utils: {
    scale: geometry.scale,
    clamp: geometry.clamp,
    union: geometry.union,
    to_frame_pixels: geometry.framePixels,
    crop_target: geometry.target,
    scene_summary: geometry.summary,
    scene_borders: geometry.borders,
    solid_background: geometry.background,
    crop_translate: geometry.translate,
  },
  kinematic_path_solver: { cases: kinematic },
  padding: {
    output_location: padding.outputLocation,
    even_size: padding.evenSize,
    psnr: padding.likeness,
    scene: padding.scene,
  },
  piecewise_linear: { cases: piecewiseLinear },
  polynomial_path_solver: { cases: polynomial },
  scene_camera_motion: { decision_cases: camera.decision, focus_cases: camera.focus, whole: camera.whole },
  scene_cropping: {
    target_size: cropping.target,
    even_output: cropping.evenOutput,
    render_instructions: cropping.instructions,
    buffering: cropping.buffering,
    crop_frames: cropping.cropFrames,
  },
  shot_boundary: { cases: vision.shotBoundary },
  signals: {
    face_to_region: signals.faces,
    object_to_region: signals.objects,
    fusion: signals.fusion,
    visual_score: signals.visual,
    aspect_filter: signals.aspectFilter,
  },
};

/** Keys that describe a file and hold no cases. */
export const proseKeys: ReadonlySet<string> = new Set([
  'base_options',
  'box',
  'construction',
  'defaults',
  'detection',
  'expected',
  'id',
  'image',
  'item',
  'note',
  'point',
  'rect',
  'relative_tolerance',
  'segment',
  'suggested_tolerance_px',
  'unit',
]);
