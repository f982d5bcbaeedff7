// The page behind `npm run conformance -- magika`: files are fetched as Blobs and identified by the built packages.
import { kernel, Magika } from '@nearside/magika';
import { extractFeatures, readEnds } from '@nearside/magika/features';
import { ortWasm } from '@nearside/magika/ort-wasm';
import { ortWebgpu } from '@nearside/magika/ort-webgpu';

/** @type {Record<string, import('@nearside/core').ProviderDescriptor>} */
const providers = { kernel, 'ort-wasm': ortWasm, 'ort-webgpu': ortWebgpu };

/** @type {Magika} */
let magika;

Object.assign(globalThis, {
  bench: {
    /** @param {{ provider: string }} options */
    async start({ provider }) {
      const descriptor = providers[provider];
      if (!descriptor) throw new Error(`this page has no provider ${provider}`);
      magika = await Magika.create({ providers: [descriptor], allowFallbackAdapter: true });
      return magika.explain();
    },

    /** @param {{ paths: string[], modes: import('@nearside/magika').PredictionMode[] }} request */
    async identify({ paths, modes }) {
      const results = [];
      for (const path of paths) results.push({ path, ...(await identify(path, modes)) });
      return results;
    },
  },
});

/**
 * @param {string} path
 * @param {import('@nearside/magika').PredictionMode[]} modes
 */
async function identify(path, modes) {
  try {
    const response = await fetch(`/files/${path.split('/').map(encodeURIComponent).join('/')}`);
    if (!response.ok) return failure('file_not_found_error', `the server answered ${response.status}`);
    const file = new File([await response.blob()], path);
    const features = extractFeatures(await readEnds(file));
    /** @type {Record<string, unknown>} */
    const identifications = {};
    for (const mode of modes) identifications[mode] = await magika.identify(file, { mode });
    return { status: 'ok', featuresSha256: await sha256(features), identifications };
  } catch (error) {
    return failure('unknown', String(error));
  }
}

/**
 * @param {string} status
 * @param {string} error
 */
function failure(status, error) {
  return { status, error, featuresSha256: null };
}

/** @param {Int32Array<ArrayBuffer>} features Little-endian wherever a browser runs. */
async function sha256(features) {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', features));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
