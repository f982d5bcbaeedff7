import { GraphModel } from '@tensorflow/tfjs-converter';
import { isNearsideError, messageOf, NearsideError } from '../errors.ts';
import type { CreateProvider } from '../execution-provider.ts';
import { readGraphArtefact } from './tensorflow-artefact.ts';
import { TensorflowBackend, type BackendBuild } from './tensorflow-backend.ts';
import { TensorflowSession } from './tensorflow-session.ts';

/**
 * An execution provider over one backend of TensorFlow.js. It runs graph models without control flow: what a graph costs
 * is known from its nodes, and none can run for ever.
 *
 * @param build Which backend; the module that calls this is bundled for it alone.
 */
export function tensorflowProvider(build: BackendBuild): CreateProvider {
  const shared = new TensorflowBackend(build);
  const { name } = build;
  return async (context) => {
    const { realm } = shared;
    const sessions = new Set<TensorflowSession>();
    let isStarted = false;
    let disposal: Promise<void> | undefined;

    const open = async (files: Parameters<typeof readGraphArtefact>[0]): Promise<TensorflowSession> => {
      if (disposal) throw new NearsideError('destroyed', `the provider ${name} was disposed`, { stage: 'load' });
      const artefact = readGraphArtefact(files);
      if (!isStarted) await shared.acquire(context);
      isStarted = true;
      const session = new TensorflowSession({ name, model: await loadGraph(name, artefact), realm });
      sessions.add(session);
      await realm.sessionOpened(shared.device);
      return session;
    };

    const end = async (): Promise<void> => {
      // A model that is being loaded becomes a session first; a device that is lost lets nobody in again.
      await realm.take(async () => undefined).catch(() => undefined);
      await Promise.all([...sessions].map((session) => session.dispose()));
      const release = async (): Promise<void> => {
        if (isStarted) shared.release();
      };
      await realm.take(release).catch(release);
    };

    return {
      name,
      probe: async () => build.probe(context),
      load: (files) => realm.take(() => open(files)),
      dispose: () => (disposal ??= end()),
    };
  };
}

async function loadGraph(name: string, artefact: ReturnType<typeof readGraphArtefact>): Promise<GraphModel> {
  try {
    const model = new GraphModel({ load: async () => artefact });
    await model.load();
    return model;
  } catch (error) {
    if (isNearsideError(error)) throw error;
    throw new NearsideError('model-invalid', `${name} cannot load the model: ${messageOf(error)}`, {
      stage: 'load',
      cause: error,
    });
  }
}
