/**
 * ONNX Runtime starts its threads with a plain string, which a page that requires Trusted Types refuses. This realm is
 * our own worker, so its `Worker` may be wrapped; in a page (`worker: false`) it is left alone.
 *
 * @param policyName The policy that the page allows.
 */
export function signWorkerUrls(policyName: string): void {
  const scope = globalThis as unknown as {
    trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } };
    Worker: typeof Worker;
  };
  if (!scope.trustedTypes || 'document' in globalThis) return;
  try {
    const policy = scope.trustedTypes.createPolicy(policyName, { createScriptURL: (url: string) => url });
    scope.Worker = class extends scope.Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(policy.createScriptURL(String(url)), options);
      }
    };
  } catch {
    // The policy is not allowed, or exists already: then either nothing is enforced or it was wrapped before.
  }
}
