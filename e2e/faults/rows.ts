/** The rows of the matrix, in its order. */
import type { FaultRow, WaitingRow } from './harness/row.ts';
import { c1 } from './rows/c1-abort.ts';
import { c2 } from './rows/c2-destroy.ts';
import { c3 } from './rows/c3-thousand-calls.ts';
import { c4 } from './rows/c4-slow-reader.ts';
import { h2 } from './rows/h2-hostile-onnx.ts';
import { h3 } from './rows/h3-hostile-files.ts';
import { p1, p2 } from './rows/p1-policy.ts';
import { p3 } from './rows/p3-requests.ts';
import { x1 } from './rows/x1-worker-script.ts';
import { x2 } from './rows/x2-killed-worker.ts';
import { x3 } from './rows/x3-endless-loop.ts';
import { x4 } from './rows/x4-out-of-memory.ts';
import { x5 } from './rows/x5-device-lost.ts';
import { x6 } from './rows/x6-gpu-process.ts';
import { x7 } from './rows/x7-poor-adapter.ts';
import { x8 } from './rows/x8-runtime-unavailable.ts';
import { x9 } from './rows/x9-bad-model.ts';
import { x11 } from './rows/x11-frozen.ts';
import { x12 } from './rows/x12-wrong-numbers.ts';
import { x13 } from './rows/x13-old-worker.ts';

/** Those that run. */
export const rows: readonly FaultRow[] = [
  x1,
  x2,
  x3,
  x4,
  x5,
  x6,
  x7,
  x8,
  x9,
  x11,
  x12,
  x13,
  c1,
  c2,
  c3,
  c4,
  h2,
  h3,
  p1,
  p2,
  p3,
];

/** Those that wait for what they test. */
export const waiting: readonly WaitingRow[] = [
  { id: 'H4', title: 'hostile video', why: 'follows with AutoFlip' },
  { id: 'H5', title: 'hostile prompts and documents', why: 'follows with the LLM task' },
];
