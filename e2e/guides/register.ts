// The code of docs/offline.md; the page beside it runs it.
/** Registers the page's service worker, also where Trusted Types are required: `trusted-types nearside page`. */
export async function registerServiceWorker(): Promise<ServiceWorkerRegistration> {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypesFactory };
  const page = trustedTypes?.createPolicy('page', { createScriptURL: (url) => url });
  const script = './precache.worker.js';
  return navigator.serviceWorker.register(page?.createScriptURL(script) ?? script);
}

interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}
