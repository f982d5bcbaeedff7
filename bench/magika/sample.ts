/** The fixed sample of files that the benchmark runs over: made here, from a seed, the same on every machine. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How many files it has. */
export const sampleSize = 1000;

type Random = () => number;

const words =
  'the file model answer label score page worker bytes input output table value index data time user name test build ' +
  'source array result error signal stream buffer number string list map key node path read write open close start stop';
const vocabulary = words.split(' ');

/** Each makes text of about `bytes` bytes. */
const textKinds: Record<string, (random: Random, bytes: number) => string> = {
  txt: (random, bytes) => repeat(bytes, () => `${sentence(random)} `),
  md: (random, bytes) =>
    repeat(bytes, () => `## ${sentence(random)}\n\n- ${sentence(random)}\n- \`${word(random)}\`\n\n`),
  csv: (random, bytes) => `id,name,value\n${repeat(bytes, () => `${int(random, 1e6)},${word(random)},${random()}\n`)}`,
  json: (random, bytes) => `[${repeat(bytes, () => `{"${word(random)}": ${int(random, 1e4)}, "ok": true},\n`)}null]`,
  py: (random, bytes) =>
    `import os\n\n${repeat(bytes, () => `def ${word(random)}_${int(random, 99)}(self, ${word(random)}):\n    return os.path.join(self.${word(random)}, "${word(random)}")\n\n`)}`,
  js: (random, bytes) =>
    repeat(
      bytes,
      () =>
        `export function ${word(random)}${int(random, 99)}(${word(random)}) {\n  const x = await fetch('/${word(random)}');\n  return x ?? null;\n}\n\n`,
    ),
  c: (random, bytes) =>
    `#include <stdio.h>\n\n${repeat(bytes, () => `static int ${word(random)}_${int(random, 99)}(const char *${word(random)}) {\n  return printf("%s", "${word(random)}");\n}\n\n`)}`,
  html: (random, bytes) =>
    `<!DOCTYPE html>\n<html><head><title>${word(random)}</title></head><body>\n${repeat(bytes, () => `<p class="${word(random)}">${sentence(random)}</p>\n`)}</body></html>\n`,
  xml: (random, bytes) =>
    `<?xml version="1.0"?>\n<root>\n${repeat(bytes, () => `  <${word(random)} id="${int(random, 999)}"/>\n`)}</root>\n`,
  css: (random, bytes) =>
    repeat(
      bytes,
      () =>
        `.${word(random)} > .${word(random)} {\n  margin: ${int(random, 40)}px;\n  color: #${int(random, 899) + 100};\n}\n`,
    ),
  sh: (random, bytes) =>
    `#!/bin/sh\nset -e\n${repeat(bytes, () => `if [ -f "$${word(random)}" ]; then\n  echo "${word(random)}"\nfi\n`)}`,
};

/** Beginnings of binary files; noise follows. */
const binaryKinds: Record<string, number[]> = {
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52],
  jpg: [0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0],
  zip: [0x50, 0x4b, 0x03, 0x04, 0x14, 0, 0, 0, 8, 0],
  gz: [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3],
  elf: [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0x3e, 0],
  bin: [],
};

/**
 * Writes the sample, of 100 bytes to 64 KiB a file.
 *
 * @param folder Made where it is missing.
 * @returns Absolute paths, in a fixed order.
 */
export function writeSample(folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  const random = seeded(20_240_229);
  const kinds = [...Object.keys(textKinds), ...Object.keys(binaryKinds)];
  return Array.from({ length: sampleSize }, (_, index) => {
    const kind = kinds[index % kinds.length] as string;
    const bytes = Math.round(100 * 655 ** random()); // as many small ones as large ones
    const path = join(folder, `${String(index).padStart(4, '0')}.${kind}`);
    writeFileSync(path, textKinds[kind]?.(random, bytes) ?? noise(random, binaryKinds[kind] ?? [], bytes));
    return path;
  });
}

/** Mulberry32: small, and the same everywhere. */
function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function int(random: Random, below: number): number {
  return Math.floor(random() * below);
}

function word(random: Random): string {
  return vocabulary[int(random, vocabulary.length)] as string;
}

function sentence(random: Random): string {
  return `${Array.from({ length: 4 + int(random, 10) }, () => word(random)).join(' ')}.`;
}

function repeat(bytes: number, part: () => string): string {
  let text = '';
  while (text.length < bytes) text += part();
  return text;
}

function noise(random: Random, beginning: number[], bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, index) => beginning[index] ?? int(random, 256));
}
