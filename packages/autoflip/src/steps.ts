/** The steps one by one, the reference's and ours, for those who compose a pipeline of their own, or compare ours with it. */
export { passesAspectFilter } from './solve/aspect-filter.ts';
export { ContentZoom } from './solve/content-zoom.ts';
export { wholeWindow, zoomBorders } from './solve/zoom-window.ts';
export type { ContentZoomOptions, ContentZoomOverrides, ZoomWindow } from './solve/content-zoom-options.ts';
export type { AxisFocus, AxisLimits, AxisProblem, AxisSolver, AxisSpan, AxisState } from './solve/axis-problem.ts';
export { defaultPathCosts, solveConstrainedPath, type PathCosts } from './solve/constrained-path-solver.ts';
export { focusPoints, type FocusPoint } from './solve/focus-points.ts';
export {
  expandRect,
  expandSegment,
  frameCropRegion,
  type Coverage,
  type FrameCropOptions,
  type FrameCropRegion,
  type SalientRegion,
  type Segment,
} from './solve/frame-crop-region.ts';
export { fuseSignals, type FusedDetection } from './solve/fusion.ts';
export { fieldOfViewDeg, KinematicPathSolver } from './solve/kinematic-path-solver.ts';
export { labToRgb, rgbToLab, type Lab, type Rgb } from './solve/lab-color.ts';
export { paddingLayout, scaleCrop, type PaddingLayout, type ScaledCrop } from './solve/padding.ts';
export { PiecewiseLinear } from './solve/piecewise-linear.ts';
export { focusAlong, polynomialOffsets, type PolynomialPathProblem } from './solve/polynomial-path-solver.ts';
export {
  kinematicWindows,
  polynomialWindows,
  type KinematicWindowProblem,
  type WindowProblem,
} from './solve/reference-windows.ts';
export { renderInstruction, type RenderInstruction } from './solve/render-instructions.ts';
export { sceneBorders } from './solve/scene-borders.ts';
export { bufferScenes, type BufferOptions, type FrameRange } from './solve/scene-buffering.ts';
export {
  decideCameraMotion,
  type CameraDecision,
  type CameraMotion,
  type CameraMotionContext,
} from './solve/scene-camera-motion.ts';
export { summarizeScene, type KeyFrameCenter, type SceneSummary } from './solve/scene-summary.ts';
export { solidBackground, type SolidBackground } from './solve/solid-background.ts';
export { defaultSwitching, type SwitchingOptions } from './solve/best-segments.ts';
export type { SubjectSample, SubjectSeen } from './solve/subject-sample.ts';
export { planHolds, type Hold } from './solve/subject-switching.ts';
export { cropTarget, parseAspectRatio, roundEven, targetSize, type TargetSizeRequest } from './solve/target-size.ts';
export { clampRect, roundAway, scaleRect, toFramePixels, unionRect } from './rectangles.ts';
export type { Mark } from './views/mark.ts';
export { paintMarks } from './views/paint-marks.ts';
export { focusView, framingView, keyFrameView } from './views/views.ts';
export { detectBorders, type BorderBand, type BorderOptions, type StaticFeatures } from './vision/border-detection.ts';
export { BorderObserver, findBorders } from './vision/border-detection-four-sides.ts';
export { defaultAdaptiveCut, findCuts, type AdaptiveCutOptions } from './vision/adaptive-cut.ts';
export { colorHistogram, histogramBins, histogramMotion } from './vision/color-histogram.ts';
export {
  defaultFaceDetector,
  detectFaces,
  faceSignals,
  type DetectedFace,
  type FaceDetectorOptions,
} from './vision/detect-faces.ts';
export {
  defaultObjectDetector,
  detectObjects,
  type DetectedObject,
  type ObjectDetectorOptions,
} from './vision/detect-objects.ts';
export { dominantColor, type DominantColor } from './vision/dominant-color.ts';
export { faceRegions, type FaceDetection, type FaceRegionOptions } from './vision/face-regions.ts';
export { objectRegions, type ObjectDetection, type ObjectRegionOptions } from './vision/object-regions.ts';
export { lumaThumbnail, thumbnailCells } from './vision/luma-thumbnail.ts';
export { padPicture, type PaddingEffectOptions } from './vision/padding-effect.ts';
export { blackPicture, cropPicture, fromRgba, pastePicture, resizePicture, type Picture } from './vision/picture.ts';
export { ShotBoundaryDetector } from './vision/shot-boundary.ts';
export {
  defaultTracking,
  importanceOf,
  primaryTrack,
  trackDetections,
  type Track,
  type TrackedKeyFrames,
  type TrackOptions,
} from './vision/tracks.ts';
export { findBoundaries } from './vision/transitions.ts';
export { visualScore, visualScoreOfPixels, type VisualScorerOptions } from './vision/visual-scorer.ts';
