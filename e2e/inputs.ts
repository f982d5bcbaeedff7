/** Contents whose types the model is sure of. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Python source. */
export const python = `import os
import sys


def main(argv):
    for root, folders, files in os.walk(argv[1]):
        for name in sorted(files):
            path = os.path.join(root, name)
            print(f"{os.path.getsize(path):>12} {path}")


if __name__ == "__main__":
    sys.exit(main(sys.argv))
`;

/** An HTML page. */
export const html = `<!doctype html>
<html lang="en">
  <head><title>A page</title><link rel="stylesheet" href="style.css"></head>
  <body><h1>A page</h1><p>With a <a href="/other.html">link</a>.</p><script>console.log(1);</script></body>
</html>
`;

/** A JSON document. */
export const json = JSON.stringify(
  { name: 'a document', version: 3, tags: ['one', 'two'], nested: { flag: true, list: [1, 2, 3] } },
  undefined,
  2,
);

/** A PNG image of one pixel. */
export const png = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='),
  (char) => char.charCodeAt(0),
);

/** A program in WebAssembly: ONNX Runtime itself. */
export const wasm: Uint8Array = readFileSync(join(root, 'packages/core/dist/ort-wasm-simd-threaded.wasm'));

/** A few words of no language: the model leans to one, without being sure. */
export const ambiguous = 'x = 1; print(x)  y: 3\n';
