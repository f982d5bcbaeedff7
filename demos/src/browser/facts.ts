/** A capability report as a person reads it: groups of facts, each with whether it is there. */
import type { CapabilityReport } from '@nearside/core';
import { formatBytes } from '../format.ts';

/** One thing that a browser has or has not. */
export interface Fact {
  readonly name: string;
  /** Undefined where it is a figure and no matter of having. */
  readonly has: boolean | undefined;
  /** The figure, or why it is not there, or what it is for; may be empty. */
  readonly note: string;
}

/** Facts of one kind. */
export interface FactGroup {
  readonly name: string;
  readonly facts: readonly Fact[];
}

/** @param report As `runtime.report()` gives it. */
export function factsOf({ platform, capabilities }: CapabilityReport): FactGroup[] {
  const { webgpu, webnn } = capabilities;
  const { storage, codecs } = platform;
  return [
    {
      name: 'Computing',
      facts: [
        fact('WebAssembly', capabilities.wasm),
        fact('WebAssembly SIMD', capabilities.wasmSimd, 'several numbers at a time'),
        fact('WebAssembly threads', capabilities.wasmThreads, 'needs a cross-origin isolated page'),
        webgpu.available ? fact('WebGPU', true, gpuName(webgpu)) : fact('WebGPU', false, webgpu.reason),
        fact('WebNN', webnn.available, webnn.available ? '' : webnn.reason),
        figure('Processors', String(capabilities.hardwareConcurrency)),
        figure(
          'Memory',
          platform.deviceMemoryGiB === undefined ? 'not told' : `${platform.deviceMemoryGiB} GiB or more`,
        ),
      ],
    },
    {
      name: 'Keeping models',
      facts: [
        place('Private files', storage.opfs),
        place('Cache', storage.cacheApi),
        fact('IndexedDB', storage.indexedDb),
        fact(
          'Kept when the disk is full',
          storage.persisted === true,
          storage.persisted === undefined ? 'not told' : '',
        ),
        figure('Room', room(storage.usageBytes, storage.quotaBytes)),
      ],
    },
    {
      name: 'Around the page',
      facts: [
        fact('Workers', platform.workers, 'models run beside the page'),
        fact('Web Locks', platform.locks, 'one download for all tabs'),
        fact('Word between tabs', platform.broadcastChannel),
        fact('Offline pages', platform.serviceWorker),
        fact('Secure context', capabilities.secureContext),
        fact('Cross-origin isolated', platform.crossOriginIsolated),
        fact('Trusted Types', platform.trustedTypes),
        fact('JSPI', platform.jspi, 'WebAssembly that can wait'),
        figure('Sparing data', platform.saveData ? 'asked for' : 'not asked for'),
      ],
    },
    {
      name: 'Video',
      facts: [figure('Decodes', names(codecs.decode)), figure('Encodes', names(codecs.encode))],
    },
  ];
}

function fact(name: string, has: boolean, note = ''): Fact {
  return { name, has, note };
}

function figure(name: string, note: string): Fact {
  return { name, has: undefined, note };
}

function place(name: string, works: true | string): Fact {
  return fact(name, works === true, works === true ? '' : works);
}

function gpuName({
  vendor,
  architecture,
  fallback,
}: {
  vendor: string;
  architecture: string;
  fallback: boolean;
}): string {
  const name = [vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter';
  return fallback ? `${name}, in software: slow` : name;
}

function room(usage: number | undefined, quota: number | undefined): string {
  if (usage === undefined || quota === undefined) return 'not told';
  return `${formatBytes(usage)} used of ${formatBytes(quota)}`;
}

function names(codecs: Readonly<Record<string, boolean>>): string {
  return (
    Object.keys(codecs)
      .filter((name) => codecs[name])
      .join(', ') || 'nothing: no WebCodecs'
  );
}
