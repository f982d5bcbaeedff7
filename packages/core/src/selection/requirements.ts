import type { Capabilities, ProbeOptions } from '../capabilities.ts';
import type { Requirement } from '../execution-provider.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Candidate, SelectionWish } from './selection.ts';

/**
 * Everything that candidates may need here, for themselves and for the forms of the model.
 *
 * @param candidates The caller's wish.
 * @param manifest The model.
 */
export function requirementsOf(candidates: readonly Candidate[], { artefacts }: Manifest): readonly Requirement[] {
  const names = new Set(candidates.map(({ name, artefact = name }) => artefact));
  // A form for a provider that nobody named must not start the GPU process.
  const forms = artefacts.filter(({ provider }) => names.has(provider));
  return [...candidates.map(({ requires }) => requires), ...forms.map(({ requires = [] }) => requires)].flat();
}

/**
 * What has to be probed for some requirements to be judged.
 *
 * @param requirements Of every candidate.
 */
export function probesFor(requirements: readonly Requirement[]): ProbeOptions {
  const isGpu = (requirement: Requirement) => requirement === 'webgpu' || typeof requirement === 'object';
  return { webgpu: requirements.some(isGpu), webnn: requirements.includes('webnn') };
}

/**
 * Why a requirement is not met here.
 *
 * @param requirement Of a provider, or of one form of a model.
 * @param capabilities Of the realm.
 * @param wish Exceptions the caller allows.
 * @returns One sentence for a person; undefined where it is met.
 */
export function missingReason(
  requirement: Requirement,
  capabilities: Capabilities,
  wish: SelectionWish,
): string | undefined {
  const { webgpu, webnn } = capabilities;
  switch (requirement) {
    case 'wasm-simd':
      if (!capabilities.wasm) return 'this realm has no WebAssembly';
      return capabilities.wasmSimd ? undefined : 'this realm has WebAssembly, but without SIMD';
    case 'webgpu':
      if (!webgpu.available) return webgpu.reason;
      return webgpu.fallback && !wish.allowFallbackAdapter
        ? 'WebGPU has only a software adapter here, which is slower than WebAssembly'
        : undefined;
    case 'webnn':
      return webnn.available ? undefined : webnn.reason;
    default:
      return missingOfGpu(requirement, capabilities);
  }
}

function missingOfGpu(requirement: Requirement & object, { webgpu }: Capabilities): string | undefined {
  if (!webgpu.available) return webgpu.reason;
  if ('gpuFeature' in requirement) {
    const { gpuFeature } = requirement;
    return webgpu.features.includes(gpuFeature) ? undefined : `the WebGPU adapter here has no ${gpuFeature}`;
  }
  const { gpuLimit, atLeast } = requirement;
  // An own key only: the name is whatever a manifest says.
  const has = Object.hasOwn(webgpu.limits, gpuLimit) ? webgpu.limits[gpuLimit] : undefined;
  if (has === undefined) return `the WebGPU adapter here does not tell its ${gpuLimit}, and ${atLeast} is needed`;
  return has >= atLeast ? undefined : `the WebGPU adapter here has a ${gpuLimit} of ${has}, and ${atLeast} is needed`;
}
