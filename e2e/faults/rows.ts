/** The rows of the matrix, in its order. */
import type { FaultRow, WaitingRow } from './harness/row.ts';
import { c1 } from './rows/c1-abort.ts';
import { c2 } from './rows/c2-destroy.ts';
import { c3 } from './rows/c3-thousand-calls.ts';
import { c4 } from './rows/c4-slow-reader.ts';
import { e1 } from './rows/e1-realms.ts';
import { e2 } from './rows/e2-other-browsers.ts';
import { h1 } from './rows/h1-hostile-manifest.ts';
import { h2 } from './rows/h2-hostile-onnx.ts';
import { h3 } from './rows/h3-hostile-files.ts';
import { n1 } from './rows/n1-cut.ts';
import { n2 } from './rows/n2-stall.ts';
import { n3 } from './rows/n3-retry-after.ts';
import { n4 } from './rows/n4-offline.ts';
import { n5 } from './rows/n5-corrupt.ts';
import { n6 } from './rows/n6-lengths.ts';
import { n7 } from './rows/n7-portal.ts';
import { n8 } from './rows/n8-ranges.ts';
import { n9 } from './rows/n9-redirects.ts';
import { p1, p2 } from './rows/p1-policy.ts';
import { p3 } from './rows/p3-requests.ts';
import { s1 } from './rows/s1-quota.ts';
import { s2 } from './rows/s2-poor-storage.ts';
import { s3 } from './rows/s3-locked.ts';
import { s4 } from './rows/s4-killed-tab.ts';
import { s5 } from './rows/s5-cleared.ts';
import { s6 } from './rows/s6-bit-rot.ts';
import { s7 } from './rows/s7-three-tabs.ts';
import { x1 } from './rows/x1-worker-script.ts';
import { x2 } from './rows/x2-killed-worker.ts';
import { x3 } from './rows/x3-endless-loop.ts';
import { x4 } from './rows/x4-out-of-memory.ts';
import { x5 } from './rows/x5-device-lost.ts';
import { x6 } from './rows/x6-gpu-process.ts';
import { x7 } from './rows/x7-poor-adapter.ts';
import { x8 } from './rows/x8-runtime-unavailable.ts';
import { x9 } from './rows/x9-bad-model.ts';
import { x10 } from './rows/x10-poor-browser.ts';
import { x11 } from './rows/x11-frozen.ts';
import { x12 } from './rows/x12-wrong-numbers.ts';
import { x13 } from './rows/x13-old-worker.ts';

/** Those that run. */
export const rows: readonly FaultRow[] = [
  n1,
  n2,
  n3,
  n4,
  n5,
  n6,
  n7,
  n8,
  n9,
  s1,
  s2,
  s3,
  s4,
  s5,
  s6,
  s7,
  x1,
  x2,
  x3,
  x4,
  x5,
  x6,
  x7,
  x8,
  x9,
  x10,
  x11,
  x12,
  x13,
  c1,
  c2,
  c3,
  c4,
  h1,
  h2,
  h3,
  p1,
  p2,
  p3,
  e1,
  e2,
];

/** Those that wait for what they test. */
export const waiting: readonly WaitingRow[] = [
  { id: 'H4', title: 'hostile video', why: 'follows with AutoFlip' },
  { id: 'H5', title: 'hostile prompts and documents', why: 'follows with the LLM task' },
];
