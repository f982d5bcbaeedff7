import { contentTypeTable } from './content-types.generated.ts';

/** What is known of a content type. */
export interface ContentType {
  /** The reference's name: `python`, `pdf`, `unknown`. */
  readonly label: string;
  /** For a person: `Python source`. */
  readonly description: string;
  /** `text/plain` or `application/octet-stream` where the reference knows no other. */
  readonly mimeType: string;
  /** `archive`, `audio`, `code`, `document`, `executable`, `font`, `image`, `text`, `video`, … */
  readonly group: string;
  /** Without the dot; may be empty. */
  readonly extensions: readonly string[];
  /** Whether its content is text. */
  readonly isText: boolean;
}

/**
 * Looks a label up.
 *
 * @param label Of the reference's knowledge base (353 entries).
 * @returns undefined when there is none of that name.
 * @see google/magika, assets/content_types_kb.min.json, with the reference's defaults for its nulls
 */
export function contentType(label: string): ContentType | undefined {
  // Own keys only: 'constructor' is a string like any other.
  const row = Object.hasOwn(contentTypeTable, label) ? contentTypeTable[label] : undefined;
  if (!row) return undefined;
  const [mimeType, group, description, extensions, isText] = row;
  return {
    label,
    description: description ?? label,
    mimeType: mimeType ?? (isText ? 'text/plain' : 'application/octet-stream'),
    group: group ?? 'unknown',
    extensions,
    isText,
  };
}
