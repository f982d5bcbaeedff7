import { describeBackend } from './backend-contract.ts';
import { memoryBackend } from './memory.ts';

describeBackend('memory', async () => memoryBackend());
