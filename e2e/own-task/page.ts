/** Gives the tests what a page would use. */
import { createRuntime, toChromeTrace, type Runtime } from '@nearside/core';
import faultyUrl from './faulty.worker.ts?worker&url';
import { createScale } from './scale.ts';

/** A runtime whose worker has the provider that breaks. */
function faultyRuntime(): Runtime {
  return createRuntime({
    assetBase: (name, url) => (name === 'scale.worker.js' ? new URL(faultyUrl, location.href) : url),
  });
}

const tools = { createScale, createRuntime, faultyRuntime, toChromeTrace };

/** What `page.evaluate` finds under `ownTask`. */
export type OwnTaskTools = typeof tools;

Object.assign(globalThis, { ownTask: tools });
