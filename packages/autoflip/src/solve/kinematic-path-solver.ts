import { invalidInput } from '../invalid-input.ts';
import type { KinematicOptions } from '../options.ts';
import { clamp, roundAway } from '../rectangles.ts';

/** Horizontal field of view of every frame, degrees: what a degree means here. */
export const fieldOfViewDeg = 60;

// Degrees a second; so a scaled limit never stops the camera.
const minVelocity = 0.5;

interface Observation {
  readonly timeUs: number;
  readonly position: number;
}

/**
 * Follows a position along one axis as an operator would: it waits until the subject has moved enough, then approaches
 * with limited velocity. Online: no observation is changed by a later one. Degrees are 60ths of the frame.
 *
 * @see MediaPipe AutoFlip, quality/kinematic_path_solver.cc
 */
export class KinematicPathSolver {
  readonly #options: KinematicOptions;
  #min: number;
  #max: number;
  #pixelsPerDegree: number;
  #initialized = false;
  #history: Observation[] = [];
  #position = 0;
  #priorPosition = 0;
  #target = 0;
  #velocity = 0;
  #isMoving = false;
  #meanPeriodSec = -1;
  #timeUs = 0;

  /**
   * @param options Not checked before the first observation, as in the reference.
   * @param minLocation Least position of the camera, px.
   * @param maxLocation Largest, px.
   * @param pixelsPerDegree Width of the frame ÷ 60.
   */
  constructor(options: KinematicOptions, minLocation: number, maxLocation: number, pixelsPerDegree: number) {
    this.#options = options;
    this.#min = minLocation;
    this.#max = maxLocation;
    this.#pixelsPerDegree = pixelsPerDegree;
  }

  /** Whether there was an observation. */
  get isInitialized(): boolean {
    return this.#initialized;
  }

  /**
   * Where the subject is; moves the camera to the same time.
   *
   * @param position Whole px.
   * @param timeUs After the observation or prediction before.
   * @throws NearsideError 'invalid-input' when time goes back, or on the first one when options contradict each other.
   */
  observe(position: number, timeUs: number): void {
    if (!this.#initialized) {
      this.#start(position, timeUs);
      return;
    }
    this.#checkTime(timeUs);
    this.#history = this.#withObservation(position, timeUs);
    const filtered = Math.trunc(
      Math.min(
        this.#max + this.#minMotion('upper') * this.#pixelsPerDegree,
        Math.max(this.#min - this.#minMotion('lower') * this.#pixelsPerDegree, median(this.#history)),
      ),
    );
    const behindDeg = (filtered - this.#position) / this.#pixelsPerDegree;
    const maxVelocity = this.#maxVelocity(behindDeg);
    const wantedDeg = this.#decide(filtered, behindDeg);

    const {
      maxDeltaTimeSec = 0,
      meanPeriodUpdateRate = 0.25,
      updateRateSeconds = 0.2,
      maxUpdateRate = 0.8,
    } = this.#options;
    let elapsedSec = (timeUs - this.#timeUs) / 1e6;
    if (maxDeltaTimeSec > 0) elapsedSec = Math.min(elapsedSec, maxDeltaTimeSec);
    this.#meanPeriodSec =
      this.#meanPeriodSec < 0
        ? elapsedSec
        : this.#meanPeriodSec * (1 - meanPeriodUpdateRate) + elapsedSec * meanPeriodUpdateRate;
    const update = Math.min(this.#meanPeriodSec / updateRateSeconds, maxUpdateRate);
    const velocity = this.#velocity * (1 - update) + (wantedDeg / elapsedSec) * update;
    this.#velocity = velocity > 0 ? Math.min(velocity, maxVelocity) : Math.max(velocity, -maxVelocity);
    this.predict(timeUs);
  }

  /**
   * Moves the camera on with its velocity.
   *
   * @param timeUs After the observation or prediction before.
   * @throws NearsideError 'invalid-input' when time goes back or there was no observation.
   */
  predict(timeUs: number): void {
    this.#checkInitialized();
    this.#checkTime(timeUs);
    this.#priorPosition = this.#position;
    const moved = this.#position + this.#velocity * this.#meanPeriodSec * this.#pixelsPerDegree;
    this.#position = clamp(moved, this.#min, this.#max);
    if (moved < this.#min || moved > this.#max) {
      this.#velocity = 0;
      this.#isMoving = false;
    }
    this.#timeUs = timeUs;
  }

  /**
   * Whether an observation would set the camera moving, or keep it so; changes nothing.
   *
   * @param position Whole pixels, from any place.
   * @param timeUs Of the observation.
   */
  predictMotionState(position: number, timeUs: number): boolean {
    if (!this.#initialized) return false;
    const filtered = clamp(median(this.#withObservation(position, timeUs)), this.#min, this.#max);
    const behindDeg = (filtered - this.#position) / this.#pixelsPerDegree;
    if (!this.#isMoving) return !this.#isTooSmall(behindDeg);
    // Moving, but not from its place: the subject is beyond the camera's reach.
    return Math.abs(behindDeg) >= (this.#options.reframeWindow ?? 0) && this.#priorPosition !== this.#position;
  }

  /** Where the camera is, px. Throws before the first observation, as all of these. */
  get state(): number {
    this.#checkInitialized();
    return this.#position;
  }

  /** How far it moved with the last observation or prediction, px. */
  get deltaState(): number {
    this.#checkInitialized();
    return this.#position - this.#priorPosition;
  }

  /** Where it is going, whole px within its bounds. */
  get target(): number {
    this.#checkInitialized();
    return roundAway(clamp(this.#target, this.#min, this.#max));
  }

  /**
   * Puts the camera somewhere.
   *
   * @param position Pixels, cut to between its bounds.
   */
  setState(position: number): void {
    this.#checkInitialized();
    this.#position = clamp(position, this.#min, this.#max);
  }

  /** Forgets the observations that the median is taken of. */
  clearHistory(): void {
    this.#history = [];
  }

  /**
   * The frame's size changed.
   *
   * @param pixelsPerDegree Above 0.
   * @throws NearsideError 'invalid-input' otherwise.
   */
  updatePixelsPerDegree(pixelsPerDegree: number): void {
    if (!(pixelsPerDegree > 0)) throw invalidInput('kinematic', 'pixels per degree must be above 0');
    this.#pixelsPerDegree = pixelsPerDegree;
  }

  /**
   * The camera's bounds changed with the frame's size; positions are scaled with them.
   *
   * @param minLocation px.
   * @param maxLocation px.
   */
  updateMinMax(minLocation: number, maxLocation: number): void {
    if (this.#initialized) {
      const scale = (maxLocation - minLocation) / (this.#max - this.#min);
      this.#position *= scale;
      this.#priorPosition *= scale;
      this.#target *= scale;
      // The reference turns the order round here: with a long filter window the newest are dropped first.
      this.#history = this.#history
        .map(({ timeUs, position }) => ({ timeUs, position: Math.trunc(position * scale) }))
        .toReversed();
    }
    this.#min = minLocation;
    this.#max = maxLocation;
  }

  #start(position: number, timeUs: number): void {
    this.#position = clamp(position, this.#min, this.#max);
    this.#priorPosition = this.#position;
    this.#target = position;
    this.#history = [{ timeUs, position }];
    this.#timeUs = timeUs;
    if (!(this.#pixelsPerDegree > 0)) throw invalidInput('kinematic', 'pixels per degree must be above 0');
    checkOptions(this.#options);
    this.#initialized = true;
  }

  /** Sets target and motion; returns how far the camera should go, degrees. */
  #decide(filtered: number, behindDeg: number): number {
    const { reframeWindow = 0 } = this.#options;
    if (!this.#isMoving && this.#isTooSmall(behindDeg)) return 0;
    if (this.#isMoving && Math.abs(behindDeg) < reframeWindow) {
      this.#isMoving = false;
      return 0;
    }
    const short = this.#pixelsPerDegree * reframeWindow;
    this.#target = behindDeg > 0 ? filtered - short : filtered + short;
    this.#isMoving = true;
    return (this.#target - this.#position) / this.#pixelsPerDegree;
  }

  #isTooSmall(behindDeg: number): boolean {
    return Math.abs(behindDeg) < this.#minMotion(behindDeg > 0 ? 'upper' : 'lower');
  }

  #minMotion(side: 'lower' | 'upper'): number {
    const { minMotionToReframe, minMotionToReframeLower = 0, minMotionToReframeUpper = 0 } = this.#options;
    return minMotionToReframe ?? (side === 'lower' ? minMotionToReframeLower : minMotionToReframeUpper);
  }

  #maxVelocity(behindDeg: number): number {
    const { maxVelocity, maxVelocityScale = 0, maxVelocityShift = 0 } = this.#options;
    return maxVelocity ?? Math.max(Math.abs(behindDeg * maxVelocityScale) + maxVelocityShift, minVelocity);
  }

  /** Newest first; what is older than the filter's window is dropped, but one is always kept. */
  #withObservation(position: number, timeUs: number): Observation[] {
    const history = [{ timeUs, position }, ...this.#history];
    const oldest = timeUs - (this.#options.filteringTimeWindowUs ?? 0);
    while (history.length > 1 && (history.at(-1) as Observation).timeUs < oldest) history.pop();
    return history;
  }

  #checkInitialized(): void {
    if (!this.#initialized) throw invalidInput('kinematic', 'nothing was observed yet');
  }

  #checkTime(timeUs: number): void {
    if (!(this.#timeUs < timeUs)) throw invalidInput('kinematic', `time ${timeUs} µs comes after ${this.#timeUs}`);
  }
}

/** The upper median. */
function median(history: readonly Observation[]): number {
  const sorted = history.map(({ position }) => position).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

function checkOptions(options: KinematicOptions): void {
  const { minMotionToReframe, minMotionToReframeLower, minMotionToReframeUpper, reframeWindow = 0 } = options;
  const hasBoth = minMotionToReframeLower !== undefined && minMotionToReframeUpper !== undefined;
  if ((minMotionToReframe !== undefined) === hasBoth)
    throw invalidInput('kinematic', 'give minMotionToReframe, or both of its Lower and Upper');
  const least = minMotionToReframe ?? Math.min(minMotionToReframeLower as number, minMotionToReframeUpper as number);
  if (reframeWindow > least) throw invalidInput('kinematic', 'reframeWindow exceeds minMotionToReframe');
  const hasScaled = options.maxVelocityScale !== undefined && options.maxVelocityShift !== undefined;
  if ((options.maxVelocity !== undefined) === hasScaled)
    throw invalidInput('kinematic', 'give maxVelocity, or both maxVelocityScale and maxVelocityShift');
  for (const name of ['updateRateSeconds', 'filteringTimeWindowUs', 'meanPeriodUpdateRate'] as const)
    if ((options[name] ?? 0) < 0) throw invalidInput('kinematic', `${name} is below 0`);
}
