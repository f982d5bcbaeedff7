import { createRuntime } from '@nearside/core';

const isData = (name) => /\.(bin|wasm|onnx)$/.test(name);

/** `?base=URL` as a base for all, `?data=URL` as a function that moves all but scripts; neither: no options. */
export function optionsFromQuery() {
  const query = new URLSearchParams(location.search);
  const base = query.get('base');
  const data = query.get('data');
  if (base) return { runtime: createRuntime({ assetBase: base }) };
  if (data) return { runtime: createRuntime({ assetBase: (name, url) => (isData(name) ? new URL(name, data) : url) }) };
  return {};
}
