import { expect, it } from 'vitest';
import { findLongestTask } from './longest-task.ts';

const main = { pid: 7, tid: 1 };
const trace = (...traceEvents: object[]) => Buffer.from(JSON.stringify({ traceEvents }));
const threadName = { ...main, name: 'thread_name', args: { name: 'CrRendererMain' } };

it("finds the longest task of a page's main thread, and of no other thread", () => {
  const tasks = [
    { ...main, name: 'ThreadControllerImpl::RunTask', dur: 1500, tdur: 1400 },
    { ...main, name: 'RunTask', dur: 12_500, tdur: 900 },
    { ...main, name: 'Paint', dur: 90_000 },
    { ...main, tid: 2, name: 'RunTask', dur: 80_000 },
    { pid: 8, tid: 1, name: 'RunTask', dur: 70_000 },
  ];
  expect(findLongestTask(trace(threadName, ...tasks))).toEqual({ wallMs: 12.5, cpuMs: 1.4 });
});

it('refuses a trace without one', () => {
  expect(() => findLongestTask(trace({ ...main, name: 'RunTask', dur: 1 }))).toThrow('no task');
});
