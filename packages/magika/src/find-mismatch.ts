/**
 * Whether a file's name disagrees with its content. A warning that cries wolf is not read, so it is given only where
 * the name makes a claim (an extension the model could have confirmed), the answer is sure, and no usual practice
 * explains the difference.
 */
import { contentType, type ContentType } from './content-types.ts';
import { labels } from './labels.ts';

/** A name that disagrees with its content. */
export interface Mismatch {
  /** Of the name, lower case, without the dot. */
  readonly extension: string;
  /** What a file with this extension usually is. */
  readonly expected: string;
  /** Whether the content can run: the dangerous kind of surprise. */
  readonly runs: boolean;
}

/** Below this the answer is a guess, and a guess accuses nobody. The medium-confidence threshold. */
const sureScore = 0.5;

/** Answers that say how a file could not be told, and so contradict nothing. */
const saysNothing: ReadonlySet<string> = new Set(['directory', 'empty', 'symlink', 'txt', 'undefined', 'unknown']);

/**
 * Labels whose files differ in content more than in name, or hold one another: any extension of a family goes with any
 * of its labels.
 */
const families: readonly (readonly string[])[] = [
  // Containers: an office document, an app or an archive of arrays is a ZIP, and may be named or recognised as one.
  ['zip', 'docx', 'xlsx', 'xlsb', 'pptx', 'odt', 'ods', 'odp', 'epub', 'npz', 'pytorch', 'nupkg', 'xpi', 'jar', 'apk'],
  ['doc', 'xls', 'ppt', 'msi', 'outlook', 'thumbsdb'],
  ['gzip', 'tar'],
  ['bzip', 'tar'],
  ['xz', 'tar'],
  ['mp4', 'qt', '3gp'],
  ['mkv', 'webm'],
  ['iso', 'udf', 'dmg'],
  // Object files and libraries, which share .o, .so and .dll across systems.
  ['elf', 'coff', 'macho'],
  // Certificates and keys: .crt and .cer are as often text (PEM) as binary (DER).
  ['pem', 'crt', 'pgp'],
  ['pdf', 'ai', 'postscript'],
  ['ttf', 'otf'],
  ['ico', 'bmp', 'png'],
  ['appleplist', 'applebplist'],
];

/** Labels whose files people have and the model was not taught: their names claim something, but it cannot confirm it. */
const untaught = ['avif', 'h', 'heif', 'hpp', 'jsx', 'jxl', 'tsx', 'wma'];

/** Scripts that a double click may run, and containers of programs. */
const runnable = new Set('autohotkey autoit batch jar javascript lnk msi powershell shell vba winregistry'.split(' '));

/** Text that a reader opens to read: a script under such a name is worth a word. */
const readingMatter = new Set(['csv', 'ics', 'markdown', 'rst', 'rtf', 'srt', 'tsv', 'txt', 'vtt']);

/**
 * Compares a file's name with what it was identified as.
 *
 * @param path Its name, or a path to it; `-` has no extension.
 * @param identification In whichever mode counts.
 * @returns undefined when they agree, or when nothing can be said.
 */
export function findMismatch(
  path: string,
  identification: ContentType & { readonly score: number },
): Mismatch | undefined {
  const extension = extensionOf(path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1));
  const claims = extension === undefined ? undefined : claimsOf().get(extension);
  if (extension === undefined || !claims) return undefined;
  if (saysNothing.has(identification.label) || identification.score < sureScore) return undefined;
  // A label without extensions can contradict no name, except that a program is no picture.
  const runs = canRun(identification);
  if (identification.extensions.length === 0 && !runs) return undefined;
  if (claims.some((claim) => agrees(claim, identification))) return undefined;
  if (claims.every(({ label }) => untaught.includes(label)) && !runs) return undefined;
  return { extension, expected: claims[0]?.description ?? extension, runs };
}

/** The last extension of a name, in lower case; undefined where there is none. */
function extensionOf(name: string): string | undefined {
  const dot = name.lastIndexOf('.');
  const extension = name.slice(dot + 1);
  // A dot at the start hides a file, it does not name its type.
  return dot > 0 && /^\S+$/.test(extension) ? extension.toLowerCase() : undefined;
}

function agrees(claim: ContentType, answer: ContentType): boolean {
  if (claim.label === answer.label) return true;
  if (families.some((family) => family.includes(claim.label) && family.includes(answer.label))) return true;
  // Any text may be in any text: dialects, templates, headers, JSON by a name of its own.
  if (isTextual(claim) && isTextual(answer)) return !(runnable.has(answer.label) && readingMatter.has(claim.label));
  return false;
}

function canRun({ label, group }: ContentType): boolean {
  return group === 'executable' || runnable.has(label);
}

/** The knowledge base has `isText` false for some languages. */
function isTextual({ isText, group, mimeType }: ContentType): boolean {
  return isText || group === 'code' || mimeType.startsWith('text/');
}

let claims: ReadonlyMap<string, readonly ContentType[]> | undefined;

/** What each extension claims: every label that it is an extension of, the ones the model can answer with first. */
function claimsOf(): ReadonlyMap<string, readonly ContentType[]> {
  if (claims) return claims;
  const byExtension = new Map<string, ContentType[]>();
  for (const type of [...labels(), ...untaught].flatMap((label) => contentType(label) ?? [])) {
    for (const extension of type.extensions.map((one) => one.toLowerCase())) {
      byExtension.set(extension, [...(byExtension.get(extension) ?? []), type]);
    }
  }
  claims = byExtension;
  return claims;
}
