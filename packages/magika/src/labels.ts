import { standardModelConfig } from './model-config.ts';

/** The labels the model knows, in the order of its scores (214). */
export function modelLabels(): readonly string[] {
  return standardModelConfig().labels;
}

/** Every label an answer can carry, sorted: the model's, as overwritten, `empty`, `txt`, `unknown`, and of paths `directory` and `symlink`. */
export function labels(): readonly string[] {
  const { labels: own, overwriteMap } = standardModelConfig();
  return [
    ...new Set([
      ...own.map((label) => overwriteMap.get(label) ?? label),
      'directory',
      'empty',
      'symlink',
      'txt',
      'unknown',
    ]),
  ].toSorted();
}
