import type { Requirement } from '../execution-provider.ts';
import type { Timing } from '../selection/choices.ts';
import type { Exclusion, SelectionWish } from '../selection/selection.ts';

/** Model files by path, as they came: nobody has verified them. */
export type EarlyFiles = Readonly<Record<string, Uint8Array<ArrayBuffer>>>;

/** A provider with every URL resolved by the client: the worker makes none. */
export interface WireProvider {
  readonly name: string;
  readonly version: string;
  readonly requires: readonly Requirement[];
  /** Undefined where the code is part of the task. */
  readonly moduleUrl: string | undefined;
  readonly files: Readonly<Record<string, { readonly url: string; readonly bytes: number }>>;
}

/** What a worker needs before its first call. */
export interface StartRequest {
  readonly providers: readonly WireProvider[];
  /** URL of each model file, by the path the manifest gives it. */
  readonly modelFiles: Readonly<Record<string, string>>;
  /** Some of them, that were fetched while the worker started. */
  readonly early?: EarlyFiles;
  readonly wish: SelectionWish;
  /** Providers to pass over, since they failed in an earlier life of this task. */
  readonly exclude?: readonly Exclusion[];
  /** What earlier starts measured: for the wish `fastest`. */
  readonly timings?: readonly Timing[];
  /** Whether this start is made to measure: the golden sample is run a few times more. */
  readonly measure?: boolean;
  readonly trustedTypesPolicy: string;
  /** The task's own options, structured-cloneable. */
  readonly options: unknown;
}
