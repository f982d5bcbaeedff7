/** Brings what `--peers` looks at beside us: e2e/peers for Transformers.js, bench/peers for ONNX Runtime Web; comlink is here. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runNpm } from '../../../tools/lib/node-runtime.mjs';
import { root } from '../../../tools/lib/workspace.ts';

/** The peers' folders, by the URL path prefix at which a page finds them, and their versions. */
export interface FaultPeers {
  readonly mounts: Readonly<Record<string, string>>;
  readonly versions: { readonly transformers: string; readonly onnxRuntime: string; readonly comlink: string };
}

/**
 * Installs them as their lock files say, without running their scripts.
 *
 * @throws Error when npm cannot.
 */
export function bringPeers(): FaultPeers {
  const transformers = install(join(root, 'e2e', 'peers'));
  const bench = install(join(root, 'bench', 'peers'));
  const versionOf = (folder: string): string =>
    (createRequire(import.meta.url)(join(folder, 'package.json')) as { version: string }).version;
  const folders = {
    transformers: join(transformers, '@huggingface', 'transformers'),
    onnxRuntime: join(bench, 'onnxruntime-web'),
    comlink: join(root, 'node_modules', 'comlink'),
  };
  return {
    mounts: {
      '/peers/transformers/': join(folders.transformers, 'dist'),
      '/peers/transformers-ort/': join(transformers, 'onnxruntime-web', 'dist'),
      '/peers/onnxruntime/': join(folders.onnxRuntime, 'dist'),
    },
    versions: {
      transformers: versionOf(folders.transformers),
      onnxRuntime: versionOf(folders.onnxRuntime),
      comlink: versionOf(folders.comlink),
    },
  };
}

function install(folder: string): string {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const record = join(folder, 'node_modules', '.nearside-installed');
  if (!existsSync(record) || readFileSync(record, 'utf8') !== lock) {
    console.error('nearside: installing the peers of a package-lock.json');
    // Optional are native parts, which a script would have to download.
    runNpm(process.execPath, folder, ['ci', '--ignore-scripts', '--omit=optional', '--loglevel=error']);
    writeFileSync(record, lock);
  }
  return join(folder, 'node_modules');
}
