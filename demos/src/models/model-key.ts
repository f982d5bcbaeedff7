/** Tells models in the page apart: one may be here in a form for each provider. */
export function keyOf(id: string, provider: string): string {
  return JSON.stringify([id, provider]);
}
