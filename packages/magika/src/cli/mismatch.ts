import { contentType, labels, type ContentType } from '../decide.ts';

/** Answers that say how a file could not be told, or that it is none: they contradict no name. */
const saysNothing: ReadonlySet<string> = new Set(['directory', 'empty', 'symlink', 'txt', 'undefined', 'unknown']);

/**
 * Whether a file's extension disagrees with its content: the extension is one that the model could have confirmed, and is
 * none of those the content is known by. Upper and lower case are the same.
 *
 * Never: a name without an extension, or whose only dot is its first character; content that is `txt`, `unknown` or
 * `empty`; a label without extensions; an extension that belongs to no label an answer can carry (`core.2024`).
 *
 * @param path Of the file; `-` has no extension.
 * @param content What the file was identified as.
 */
export function disagrees(path: string, content: Pick<ContentType, 'label' | 'extensions'>): boolean {
  if (saysNothing.has(content.label) || content.extensions.length === 0) return false;
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  const extension = /^.+\.([^.]+)$/s.exec(name)?.[1];
  if (extension === undefined || !claimed().has(extension)) return false;
  // By the name's end, since a few have a dot within: tar.gz.
  return !content.extensions.some((known) => name.endsWith(`.${known.toLowerCase()}`));
}

let claims: ReadonlySet<string> | undefined;

/** Every extension of a label that an answer can carry, in lower case. */
function claimed(): ReadonlySet<string> {
  claims ??= new Set(
    labels().flatMap((label) => (contentType(label)?.extensions ?? []).map((extension) => extension.toLowerCase())),
  );
  return claims;
}
