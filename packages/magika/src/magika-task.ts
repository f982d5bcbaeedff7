import { defineTask, type Task } from '@nearside/core';
import packageJson from '../package.json' with { type: 'json' };
import { kernelProvider } from './kernel/kernel-provider.ts';
import { createMagikaService, type MagikaService } from './magika-service.ts';
import { standardManifest } from './manifest.generated.ts';

/** The contract that client and worker share. */
export const magikaTask: Task<MagikaService> = defineTask({
  name: 'magika',
  version: packageJson.version,
  providers: [kernelProvider],
  // A software WebGPU adapter takes 15 s for its first file.
  methods: {
    identify: { budgetMs: 60_000, idempotent: true },
    attribute: { budgetMs: 60_000, idempotent: true },
  },
  async start({ openModel }) {
    return createMagikaService(await openModel(standardManifest));
  },
});
