import type { Capabilities } from '../capabilities.ts';
import type { Artefact, Manifest } from '../manifest/manifest.ts';
import { missingReason } from './requirements.ts';
import type { Candidate, Refusal, Selection, SelectionHints } from './selection.ts';

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
  const artefacts = artefactsOf(candidate, manifest);
  if (artefacts.length === 0) return { step: 'artefact', reason: `${manifest.id} has no artefact for it` };
  const reasons = artefacts.map(({ requires = [] }) =>
    [...candidate.requires, ...requires]
      .map((requirement) => missingReason(requirement, capabilities, hints))
      .find((reason) => reason !== undefined),
  );
  // The last form asks least: what it misses, the others miss too or miss more.
  return reasons.includes(undefined) ? undefined : { step: 'capability', reason: reasons.at(-1) as string };
}

/**
 * The form of the model that a candidate runs here: the first whose requirements are met.
 *
 * @param candidate One that {@link selectProvider} did not refuse.
 * @param manifest The model; forms of one provider stand best first.
 * @param capabilities Of the realm.
 */
export function usableArtefact(
  candidate: Candidate,
  manifest: Manifest,
  capabilities: Capabilities,
): Artefact | undefined {
  // A software adapter was allowed or refused with the provider already.
  const wish = { allowFallbackAdapter: true };
  return artefactsOf(candidate, manifest).find(
    ({ requires = [] }) => !requires.some((requirement) => missingReason(requirement, capabilities, wish)),
  );
}

function artefactsOf({ name, artefact = name }: Candidate, { artefacts }: Manifest): readonly Artefact[] {
  return artefacts.filter(({ provider }) => provider === artefact);
}
