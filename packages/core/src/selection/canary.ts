import type { Connection } from '../connection/connection.ts';
import { NearsideError } from '../errors.ts';
import type { Explanation } from '../model/open-model.ts';
import { race } from '../abort/race.ts';
import type { StartRequest } from '../connection/start-request.ts';
import type { Answer } from '../wire/questions.ts';
import type { ChoiceMemory } from './choice-memory.ts';
import { deviceOf, freshTiming } from './choices.ts';

/** What the canary works with: the runtime's parts, each of which a test can replace. */
export interface CanaryParts {
  /** What the task was started with. */
  readonly request: StartRequest;
  /** What runs, and what was refused. */
  readonly running: readonly Explanation[];
  readonly memory: ChoiceMemory;
  /** Opens a realm of its own, not started yet: what is tried there cannot hurt the task. */
  readonly open: (signal: AbortSignal) => Promise<Connection>;
  /** Gives the model's files where the store has them; rejects where they would have to be fetched. */
  readonly answer: Answer;
  /** Whether a file of a runtime or a model is here: asked without a request. */
  readonly isHere: (url: string) => Promise<boolean>;
  /** Resolves when page and task have nothing to do; rejects with the signal's reason. */
  readonly idle: (signal: AbortSignal) => Promise<void>;
  /** Aborted when the task ends. */
  readonly signal: AbortSignal;
  /** Milliseconds that one provider may take, its start included. */
  readonly budgetMs: number;
  readonly nowMs: () => number;
}

/**
 * Measures the providers that might run a model in place of the one that does, so that the next start can choose: each in
 * a realm of its own, one after another, in idle time, and only when nothing has to be downloaded for any of them.
 *
 * @param parts Of the runtime.
 * @returns Resolves when there is nothing more to measure; a provider that fails is left unmeasured.
 */
export async function measureCandidates(parts: CanaryParts): Promise<void> {
  for (const name of await unmeasured(parts)) {
    try {
      await parts.idle(parts.signal);
      await measure(name, parts);
    } catch {
      // It does not run here, or not in time: the order of the wish stands without it. Nobody waits for a canary.
      if (parts.signal.aborted) return;
    }
  }
}

/** Names of the candidates to measure; none where there is no choice, or something would have to be fetched. */
async function unmeasured({ request, running, memory, isHere, nowMs }: CanaryParts): Promise<readonly string[]> {
  const versions = new Map(request.providers.map(({ name, version }) => [name, version]));
  const wanted = new Set<string>();
  for (const { model, provider, refused, capabilities } of running) {
    const here = { model, device: deviceOf(capabilities), nowMs: nowMs() };
    const alternatives = refused.filter(({ step }) => step === 'order').map((refusal) => refusal.provider);
    const names = [provider.name, ...alternatives].filter((name) => versions.has(name));
    if (names.length < 2) continue;
    const timings = memory.read();
    for (const name of names) {
      if (!freshTiming({ name, version: versions.get(name) as string }, timings, here)) wanted.add(name);
    }
  }
  if (wanted.size === 0) return [];
  const urls = [...Object.values(request.modelFiles), ...request.providers.flatMap(filesOf(wanted))];
  const found = await Promise.all(urls.map((url) => isHere(url)));
  return found.every(Boolean) ? [...wanted] : [];
}

function filesOf(wanted: ReadonlySet<string>) {
  return ({ name, moduleUrl, files }: StartRequest['providers'][number]): string[] =>
    wanted.has(name) ? [...(moduleUrl ? [moduleUrl] : []), ...Object.values(files).map(({ url }) => url)] : [];
}

async function measure(name: string, parts: CanaryParts): Promise<void> {
  const { request, memory, open, answer, budgetMs, nowMs } = parts;
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new NearsideError('timeout', `${name} took more than ${budgetMs} ms to measure`)),
    budgetMs,
  );
  const signal = AbortSignal.any([parts.signal, late.signal]);
  const opening = open(signal);
  try {
    const connection = await race(opening, signal);
    // All are named, and all but one passed over: the realm is probed as it was for the task, so the device is the same.
    const exclude = request.providers
      .filter((other) => other.name !== name)
      .map((other) => ({ provider: other.name, reason: `only ${name} is measured` }));
    const link = { signal, onProgress: undefined, answer };
    const starting = connection.start({ ...request, exclude, measure: true }, link);
    for (const { model, provider, golden, capabilities } of await race(starting, signal)) {
      if (golden.runMs === undefined) continue;
      const { version } = provider;
      const device = deviceOf(capabilities);
      memory.add({ model, provider: name, version, device, runMs: golden.runMs, measuredAtMs: nowMs() });
    }
  } finally {
    clearTimeout(timer);
    // Also one that is there only now.
    opening.then((connection) => connection.close()).catch(() => undefined);
  }
}
