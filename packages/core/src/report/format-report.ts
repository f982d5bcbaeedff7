import type { Capabilities } from '../capabilities.ts';
import type { CapabilityReport, ReportedTask } from './capability-report.ts';
import type { Platform } from './platform.ts';

/**
 * A report as text, a fact a line: to be read by a person, and pasted into a bug report.
 *
 * @param report As `runtime.report()` gives it.
 */
export function formatReport({ takenAt, platform, capabilities, tasks }: CapabilityReport): string {
  return [
    `Nearside capability report, ${takenAt}`,
    '',
    ...align([...platformLines(platform), ...capabilityLines(capabilities)]),
    ...tasks.flatMap(taskLines),
    '',
  ].join('\n');
}

type Line = readonly [name: string, value: string];

function platformLines({ storage, codecs, ...platform }: Platform): Line[] {
  const bytes = (value: number | undefined) => (value === undefined ? 'unknown' : `${Math.round(value / 1e6)} MB`);
  return [
    ['browser', platform.userAgent],
    ['memory', platform.deviceMemoryGiB === undefined ? 'unknown' : `${platform.deviceMemoryGiB} GiB`],
    ['workers', yes(platform.workers)],
    ['isolated', yes(platform.crossOriginIsolated)],
    ['Web Locks', yes(platform.locks)],
    ['BroadcastChannel', yes(platform.broadcastChannel)],
    ['service worker', yes(platform.serviceWorker)],
    ['Trusted Types', yes(platform.trustedTypes)],
    ['JSPI', yes(platform.jspi)],
    ['save data', yes(platform.saveData)],
    ['private files', storage.opfs === true ? 'yes' : `no: ${storage.opfs}`],
    ['Cache API', storage.cacheApi === true ? 'yes' : `no: ${storage.cacheApi}`],
    ['IndexedDB', yes(storage.indexedDb)],
    ['storage', `${bytes(storage.usageBytes)} of ${bytes(storage.quotaBytes)}, ${keeping(storage.persisted)}`],
    ['decodes', list(codecs.decode)],
    ['encodes', list(codecs.encode)],
  ];
}

function capabilityLines({ webgpu, webnn, ...capabilities }: Capabilities): Line[] {
  return [
    ['processors', `${capabilities.hardwareConcurrency}`],
    ['secure context', yes(capabilities.secureContext)],
    ['WebAssembly', yes(capabilities.wasm)],
    ['SIMD', yes(capabilities.wasmSimd)],
    ['threads', yes(capabilities.wasmThreads)],
    [
      'WebGPU',
      webgpu.available
        ? `${[webgpu.vendor, webgpu.architecture].join(' ').trim() || 'unnamed adapter'}${webgpu.fallback ? ', in software' : ''}`
        : `no: ${webgpu.reason}`,
    ],
    ...(webgpu.available
      ? ([
          ['  features', webgpu.features.join(' ') || 'none'],
          ['  largest buffer', `${webgpu.limits['maxBufferSize'] ?? 'unknown'} bytes`],
        ] satisfies Line[])
      : []),
    ['WebNN', webnn.available ? 'yes' : `no: ${webnn.reason}`],
  ];
}

function taskLines({ task, model, takes, refused }: ReportedTask): string[] {
  return [
    '',
    `${task} (${model}): ${takes ? `${takes.name} ${takes.version}` : 'nothing here can run it'}`,
    ...refused.map(({ provider, step, reason }) => `  not ${provider} (${step}): ${reason}`),
  ];
}

function align(lines: readonly Line[]): string[] {
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}

function yes(has: boolean): string {
  return has ? 'yes' : 'no';
}

function keeping(persisted: boolean | undefined): string {
  if (persisted === undefined) return 'persistence unknown';
  return persisted ? 'persistent' : 'may be evicted';
}

function list(codecs: Readonly<Record<string, boolean>>): string {
  const names = Object.keys(codecs).filter((name) => codecs[name]);
  return names.join(' ') || 'no video by WebCodecs';
}
