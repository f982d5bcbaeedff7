import { messageOf, NearsideError } from '../errors.ts';
import type { CreateProvider, Requirement } from '../execution-provider.ts';
import type { WireProvider } from '../connection/start-request.ts';

/** A provider whose code is already in this realm: how a worker of one's own brings one. */
export interface LocalProvider {
  /** Unique; shown by `explain()`. */
  readonly name: string;
  /** Of the runtime inside. */
  readonly version: string;
  /** What the realm must have. */
  readonly requires: readonly Requirement[];
  /** Name of the provider whose artefact it runs. Default: its own name. */
  readonly artefact?: string;
  /** Makes the provider, in this realm. */
  readonly create: CreateProvider;
}

/** One way to run the model: from a descriptor (code still to be fetched) or from code that is here. */
export interface Way extends LocalProvider {
  readonly artefact: string;
  readonly files: WireProvider['files'];
}

/**
 * The way through a provider whose code is here.
 *
 * @param provider Of a worker of one's own, or of the task.
 */
export function localWay(provider: LocalProvider): Way {
  return { ...provider, artefact: provider.artefact ?? provider.name, files: {} };
}

/**
 * The way through a provider that the client named: the task's own of that name, or one that is imported by its URL.
 *
 * @param provider As it crossed the wire.
 * @param taskProviders Whose code comes with the task.
 */
export function namedWay(
  { name, version, requires, moduleUrl, files }: WireProvider,
  taskProviders: readonly LocalProvider[],
): Way {
  const here = taskProviders.find((provider) => provider.name === name);
  if (here) return localWay(here);
  return {
    name,
    version,
    requires,
    artefact: name,
    files,
    async create(context) {
      if (moduleUrl === undefined) {
        throw new NearsideError('provider-failed', `this task has no provider '${name}'`, { stage: 'load' });
      }
      const { createProvider } = await importProvider(name, moduleUrl);
      return createProvider(context);
    },
  };
}

async function importProvider(name: string, moduleUrl: string): Promise<{ createProvider: CreateProvider }> {
  try {
    // Each bundler must leave this alone: the URL is an asset that the client resolved.
    return (await import(/* webpackIgnore: true */ /* @vite-ignore */ /* turbopackIgnore: true */ moduleUrl)) as {
      createProvider: CreateProvider;
    };
  } catch (error) {
    throw new NearsideError(
      'provider-failed',
      `cannot import the provider ${name} from ${moduleUrl}: ${messageOf(error)}`,
      {
        stage: 'load',
        cause: error,
        hint: "Is the file served there, as JavaScript, from the page's own origin? See docs/packaging.md.",
      },
    );
  }
}
