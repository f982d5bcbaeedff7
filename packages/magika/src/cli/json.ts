import { contentType, type ContentType } from '../decide.ts';
import type { PathIdentification } from '../node/identify-path.ts';

/**
 * The reference command line's JSON of one path, with the whole score where it cuts to three digits.
 *
 * @param found A path and what became of it.
 * @param indent Spaces a level; 0 for one line.
 */
export function jsonText(found: PathIdentification, indent: 0 | 2): string {
  // A whole number reads `1.0` there. Within a string the quotes would be escaped, so only the field can match.
  return JSON.stringify(jsonValue(found), null, indent).replace(/("score": ?\d+)(?=\s*\})/, '$1.0');
}

/** Keys are in the reference's order, which is the alphabet's. */
function jsonValue(found: PathIdentification): object {
  if (found.status !== 'ok') return { path: found.path, result: { status: statusWords[found.status] } };
  const { label, modelLabel, score } = found.result;
  const value = { dl: jsonContentType(modelLabel), output: jsonContentType(label), score };
  return { path: found.path, result: { status: 'ok', value } };
}

const statusWords = {
  file_not_found_error: 'file_does_not_exist',
  permission_error: 'permission_error',
  unknown: 'unknown',
} as const;

function jsonContentType(label: string): object {
  const { description, extensions, group, isText, mimeType } = contentType(label) as ContentType;
  return { description, extensions, group, is_text: isText, label, mime_type: mimeType };
}
