import type { Requirement } from '../execution-provider.ts';

/** Why a provider does not run, at which step it was refused. */
export interface Refusal {
  /** Its name. */
  readonly provider: string;
  /**
   * The step: it ran and failed in mid-session, the model has no form for it, this realm's capabilities, the provider's own
   * probe, its load, its golden sample, or that an earlier one runs.
   */
  readonly step: 'failed' | 'artefact' | 'capability' | 'probe' | 'load' | 'golden' | 'order';
  /** One sentence for a person. */
  readonly reason: string;
}

/** What selection needs to know of a provider. */
export interface Candidate {
  /** Of the provider. */
  readonly name: string;
  /** What the realm must have. */
  readonly requires: readonly Requirement[];
  /** Name of the provider whose artefact it runs. Default: its own. */
  readonly artefact?: string;
}

/** Providers worth trying, in order, and the ones that are not, with reasons. */
export interface Selection<C extends Candidate> {
  /** Best first. */
  readonly order: readonly C[];
  /** In the order of the wish. */
  readonly refused: readonly Refusal[];
}

/** What the caller wishes beyond the order of the candidates. */
export interface SelectionWish {
  /** Take a software WebGPU adapter too (it is slow: for tests). Default false. */
  readonly allowFallbackAdapter?: boolean;
  /**
   * `order` takes the first provider that runs. `fastest` takes the one that an earlier start measured to be clearly
   * faster; nothing is downloaded and no start waits for that. Default `order`: it may be one of accuracy.
   */
  readonly prefer?: 'order' | 'fastest';
}

/** A provider that a start passes over, because it ran before and failed. */
export interface Exclusion {
  /** Its name. */
  readonly provider: string;
  /** One sentence for a person. */
  readonly reason: string;
}

/** What is known beside the candidates and the realm. */
export interface SelectionHints extends SelectionWish {
  /** Providers that failed in mid-session: refused at step `failed`. */
  readonly exclude?: readonly Exclusion[];
}
