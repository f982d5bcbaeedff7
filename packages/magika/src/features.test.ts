import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractFeatures } from './features.ts';
import { standardModelConfig, type ModelConfig } from './model-config.ts';
import type { FileEnds } from './file-ends.ts';

interface GoldenFeatures {
  readonly args: {
    readonly beg_size: number;
    readonly end_size: number;
    readonly block_size: number;
    readonly padding_token: number;
  };
  readonly content_base64: string;
  readonly features: { readonly beg: readonly number[]; readonly end: readonly number[] };
}

const golden = JSON.parse(
  gunzipSync(readFileSync(new URL('./fixtures/features_extraction_examples.json.gz', import.meta.url))).toString(),
) as readonly GoldenFeatures[];

function endsOf(bytes: Uint8Array, blockSize: number): FileEnds {
  const cut = Math.min(blockSize, bytes.length);
  return { size: bytes.length, beginning: bytes.subarray(0, cut), end: bytes.subarray(bytes.length - cut) };
}

describe('extractFeatures', () => {
  it("makes the reference's features of its 9,261 golden examples", () => {
    expect(golden).toHaveLength(9261);
    const wrong = golden.filter(({ args, content_base64, features }) => {
      const config: ModelConfig = {
        ...standardModelConfig(),
        begSize: args.beg_size,
        endSize: args.end_size,
        blockSize: args.block_size,
        paddingToken: args.padding_token,
      };
      const got = extractFeatures(endsOf(Buffer.from(content_base64, 'base64'), args.block_size), config);
      return JSON.stringify([...got]) !== JSON.stringify([...features.beg, ...features.end]);
    });
    expect(wrong).toEqual([]);
  });

  const spaces = [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20];
  // Mostly white space, so that stripping is what is tried.
  const content = fc
    .uint8Array({ maxLength: 3000 })
    .chain((bytes) =>
      fc
        .tuple(
          fc.array(fc.constantFrom(...spaces), { maxLength: 1100 }),
          fc.array(fc.constantFrom(...spaces), { maxLength: 1100 }),
        )
        .map(([before, after]) => Uint8Array.from([...before, ...bytes, ...after])),
    );

  it('is always 2,048 tokens of bytes, with padding at the far sides only', () => {
    fc.assert(
      fc.property(content, (bytes) => {
        const tokens = extractFeatures(endsOf(bytes, 4096));
        expect(tokens).toHaveLength(2048);
        expect(tokens.every((token) => token >= 0 && token <= 256)).toBe(true);
        const shape = (half: Int32Array) => [...half].map((token) => (token === 256 ? '.' : 'b')).join('');
        expect(shape(tokens.subarray(0, 1024))).toMatch(/^b*\.*$/);
        expect(shape(tokens.subarray(1024))).toMatch(/^\.*b*$/);
      }),
    );
  });

  it('does not depend on white space in front of the beginning or behind the end', () => {
    const inner = fc
      .uint8Array({ minLength: 1, maxLength: 2000 })
      .filter((bytes) => !spaces.includes(bytes[0] as number));
    fc.assert(
      fc.property(inner, fc.constantFrom(...spaces), fc.nat(1000), (bytes, space, count) => {
        const blank = new Uint8Array(count).fill(space);
        const [plain, before] = [bytes, Uint8Array.from([...blank, ...bytes])].map((one) =>
          extractFeatures(endsOf(one, 4096)).subarray(0, 1024),
        );
        expect(before).toEqual(plain);
        const reversed = bytes.toReversed();
        const [ending, behind] = [reversed, Uint8Array.from([...reversed, ...blank])].map((one) =>
          extractFeatures(endsOf(one, 4096)).subarray(1024),
        );
        expect(behind).toEqual(ending);
      }),
    );
  });

  it('changes nothing that it reads', () => {
    const bytes = Uint8Array.from({ length: 5000 }, (_, index) => index % 256);
    const copy = bytes.slice();
    extractFeatures(endsOf(bytes, 4096));
    expect(bytes).toEqual(copy);
  });

  it.each([0x00, 0x1c, 0x85, 0xa0])('takes %i for no white space', (byte) => {
    expect(extractFeatures(endsOf(Uint8Array.from([byte, 65]), 4096))[0]).toBe(byte);
  });
});
