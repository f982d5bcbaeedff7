import * as v from 'valibot';
import { messageOf, NearsideError } from '../errors.ts';
import { maxManifestBytes } from './manifest-limits.ts';
import { manifestSchema } from './manifest-schema.ts';
import type { Manifest } from './manifest.ts';

/**
 * Reads a manifest as hostile input: sizes, paths, URLs and names are checked against `manifest-limits.ts`, and what comes
 * back is a copy that holds nothing else. Unknown keys are left out and no error: a later release may add some, and whatever
 * changes the meaning of what is there raises `schema`, which is refused.
 *
 * @param json What was parsed, or the JSON itself as text or UTF-8. Unchanged.
 * @returns New objects throughout.
 * @throws NearsideError 'model-invalid' naming what is wrong and where, also for text that is no JSON.
 */
export function readManifest(json: unknown): Manifest {
  const { success, output, issues } = v.safeParse(manifestSchema(), parse(json), {
    abortEarly: true,
    abortPipeEarly: true,
  });
  if (success) return output;
  const path = v.getDotPath(issues[0]);
  // Cut: a name in the path is whatever somebody wrote.
  throw invalid(`${path === null ? '' : `${path.slice(0, 200)}: `}${issues[0].message}`);
}

function parse(json: unknown): unknown {
  if (typeof json !== 'string' && !(json instanceof Uint8Array)) return json;
  if (json.length > maxManifestBytes) throw invalid(`more than maxManifestBytes (${maxManifestBytes})`);
  try {
    return JSON.parse(typeof json === 'string' ? json : new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch (error) {
    throw invalid(`no JSON: ${messageOf(error).slice(0, 200)}`, error);
  }
}

function invalid(problem: string, cause?: unknown): NearsideError {
  return new NearsideError('model-invalid', `the manifest is refused: ${problem}`, {
    stage: 'read',
    ...(cause !== undefined && { cause }),
    hint: 'Check that it is the manifest of a model, and that this release of @nearside/core knows its schema.',
  });
}
