import { createRuntime } from '@nearside/core';
import { startDropPage } from './drop-page.js';

const worker = () => new Worker(new URL('./my.worker.js', import.meta.url), { type: 'module' });
startDropPage({ runtime: createRuntime({ worker }) });
