import type { Capabilities } from './capabilities.ts';
import type { Requirement } from './execution-provider.ts';
import { artefactFor, type Manifest } from './manifest.ts';

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

/**
 * Decides which providers to try, and in which order: the caller's. Pure, so that a table of cases tests it; what only
 * trying can tell (probe, load, golden sample) comes after it.
 *
 * @param candidates The caller's wish, best first.
 * @param manifest The model; a provider without an artefact is refused.
 * @param capabilities Of the realm where the provider would run.
 * @param hints Exceptions the caller allows, and what earlier sessions taught.
 */
export function selectProvider<C extends Candidate>(
  candidates: readonly C[],
  manifest: Manifest,
  capabilities: Capabilities,
  hints: SelectionHints = {},
): Selection<C> {
  const order: C[] = [];
  const refused: Refusal[] = [];
  for (const candidate of candidates) {
    const refusal = refuse(candidate, manifest, capabilities, hints);
    if (refusal) refused.push({ provider: candidate.name, ...refusal });
    else order.push(candidate);
  }
  return { order, refused };
}

function refuse(
  candidate: Candidate,
  manifest: Manifest,
  capabilities: Capabilities,
  hints: SelectionHints,
): Omit<Refusal, 'provider'> | undefined {
  const failed = hints.exclude?.find(({ provider }) => provider === candidate.name);
  if (failed) return { step: 'failed', reason: failed.reason };
  if (!artefactFor(manifest, candidate.artefact ?? candidate.name)) {
    return { step: 'artefact', reason: `${manifest.id} has no artefact for it` };
  }
  const missing = candidate.requires
    .map((requirement) => missingReason(requirement, capabilities, hints))
    .find(Boolean);
  return missing === undefined ? undefined : { step: 'capability', reason: missing };
}

function missingReason(requirement: Requirement, capabilities: Capabilities, wish: SelectionWish): string | undefined {
  switch (requirement) {
    case 'wasm-simd':
      if (!capabilities.wasm) return 'this realm has no WebAssembly';
      return capabilities.wasmSimd ? undefined : 'this realm has WebAssembly, but without SIMD';
    case 'webgpu': {
      const { webgpu } = capabilities;
      if (!webgpu.available) return webgpu.reason;
      return webgpu.fallback && !wish.allowFallbackAdapter
        ? 'WebGPU has only a software adapter here, which is slower than WebAssembly'
        : undefined;
    }
    default:
      return requirement satisfies never;
  }
}
