import { describe, expect, it } from 'vitest';
import { compareTensors } from '../model/golden.ts';
import { decodeTensors } from './manifest.ts';

const base64 = (bytes: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(bytes)));

describe('decodeTensors', () => {
  it('reads little-endian values of both types', () => {
    const view = new DataView(new ArrayBuffer(8));
    view.setInt32(0, -2, true);
    view.setFloat32(4, 0.5, true);
    const tensors = decodeTensors({
      int: { type: 'int32', dims: [1], data: base64(view.buffer.slice(0, 4)) },
      float: { type: 'float32', dims: [1, 1], data: base64(view.buffer.slice(4)) },
    });
    expect(tensors['int']).toEqual({ type: 'int32', dims: [1], data: new Int32Array([-2]) });
    expect(tensors['float']).toEqual({ type: 'float32', dims: [1, 1], data: new Float32Array([0.5]) });
  });

  it('refuses data that does not fill its dims', () => {
    const short = () => decodeTensors({ x: { type: 'float32', dims: [3], data: base64(new ArrayBuffer(8)) } });
    expect(short).toThrow(
      expect.objectContaining({ code: 'model-invalid', message: "golden 'x': dims [3] need 12 bytes, got 8" }),
    );
  });
});

describe('compareTensors', () => {
  const tensor = (...values: number[]) =>
    ({ type: 'float32', dims: [values.length], data: new Float32Array(values) }) as const;

  it.each([
    { name: 'equal', got: { y: tensor(1, 2) }, want: { y: tensor(1, 2) }, difference: 0 },
    { name: 'the largest difference', got: { y: tensor(1, 2.5) }, want: { y: tensor(1.25, 2) }, difference: 0.5 },
    { name: 'NaN for a NaN', got: { y: tensor(1, Number.NaN) }, want: { y: tensor(1, 2) }, difference: Number.NaN },
    { name: 'NaN for a missing output', got: {}, want: { y: tensor(1) }, difference: Number.NaN },
    { name: 'NaN for another length', got: { y: tensor(1, 2) }, want: { y: tensor(1) }, difference: Number.NaN },
  ])('$name', ({ got, want, difference }) => expect(compareTensors(got, want)).toBe(difference));
});
