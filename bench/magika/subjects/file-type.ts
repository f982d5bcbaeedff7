/** file-type: signatures instead of a model, so it knows no text. */
import { pathToFileURL } from 'node:url';
import type { Subject, SubjectOptions } from './subject.ts';

/** Starts it. */
export async function start({ peer }: SubjectOptions): Promise<Subject> {
  const { fileTypeFromFile } = (await import(pathToFileURL(peer('file-type/source/index.js')).href)) as {
    fileTypeFromFile: (path: string) => Promise<{ ext: string } | undefined>;
  };
  return { identify: async (path) => (await fileTypeFromFile(path))?.ext ?? 'unknown' };
}
