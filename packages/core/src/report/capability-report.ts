import { probeCapabilities, type Capabilities } from '../capabilities.ts';
import type { ProviderDescriptor } from '../execution-provider.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { selectProvider } from '../selection/select-provider.ts';
import type { Refusal, SelectionWish } from '../selection/selection.ts';
import { probePlatform, type Platform } from './platform.ts';

/** A task whose providers a report judges. */
export interface ReportSubject {
  /** Shown in the report. */
  readonly task: string;
  /** The model it runs. */
  readonly manifest: Manifest;
  /** Candidates, best first. */
  readonly providers: readonly ProviderDescriptor[];
  /** Exceptions that the page allows. */
  readonly wish?: SelectionWish;
}

/** Which provider a task would take, and why not the others. What only a load can tell is not in it. */
export interface ReportedTask {
  /** As the subject names it. */
  readonly task: string;
  /** Id of the model. */
  readonly model: string;
  /** The first that may run here; undefined where none may. */
  readonly takes: { readonly name: string; readonly version: string } | undefined;
  /** Every other candidate. */
  readonly refused: readonly Refusal[];
}

/** What this browser has, and what each task makes of it: plain data, to show or to send with a bug report. */
export interface CapabilityReport {
  /** When it was taken: ISO 8601. */
  readonly takenAt: string;
  /** Around the models: storage, workers, codecs. */
  readonly platform: Platform;
  /** Of the realm that was asked: the page's own. */
  readonly capabilities: Capabilities;
  /** In the order of the subjects. */
  readonly tasks: readonly ReportedTask[];
}

/**
 * Takes a report. It probes WebGPU and WebNN whether a task asks for them or not, and loads nothing.
 *
 * @param subjects The tasks that the page offers.
 */
export async function takeReport(subjects: readonly ReportSubject[]): Promise<CapabilityReport> {
  const capabilities = await probeCapabilities({ webgpu: true, webnn: true });
  return {
    takenAt: new Date().toISOString(),
    platform: await probePlatform(),
    capabilities,
    tasks: subjects.map((subject) => judge(subject, capabilities)),
  };
}

function judge({ task, manifest, providers, wish }: ReportSubject, capabilities: Capabilities): ReportedTask {
  const { order, refused } = selectProvider(providers, manifest, capabilities, wish);
  const [first, ...others] = order;
  const spare = others.map(({ name }): Refusal => ({
    provider: name,
    step: 'order',
    reason: `not needed: ${first?.name} comes first`,
  }));
  return {
    task,
    model: manifest.id,
    takes: first && { name: first.name, version: first.version },
    refused: [...refused, ...spare],
  };
}
