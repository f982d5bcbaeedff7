/** The strictest headers that Nearside promises to work under. */
import { createHash } from 'node:crypto';

/** What a page adds to the strict policy. */
export interface PolicyOptions {
  /** Inline scripts that may run: their exact texts. */
  inlineScripts?: string[];
  /** Other origins that WASM and models come from. */
  dataOrigins?: string[];
  /** Trusted Types are required. */
  trustedTypes?: boolean;
  /** The page is cross-origin isolated, so there are threads. */
  isolated?: boolean;
  /** Replaces directives: to see that a violation is noticed. */
  override?: Record<string, string>;
}

/** Where Chromium sends what a policy refused, also in workers. */
export const reportPath = '/csp-report';

/** Headers for every response of the page's own origin: a worker takes its policy from its own script's. */
export function strictHeaders({
  inlineScripts = [],
  dataOrigins = [],
  trustedTypes = false,
  isolated = false,
  override = {},
}: PolicyOptions): Record<string, string> {
  const hashes = inlineScripts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  const policy: Record<string, string> = {
    'default-src': "'self'",
    'script-src': ["'self'", "'wasm-unsafe-eval'", ...hashes].join(' '),
    'worker-src': "'self'",
    'connect-src': ["'self'", ...dataOrigins].join(' '),
    ...(trustedTypes ? { 'require-trusted-types-for': "'script'", 'trusted-types': 'nearside' } : {}),
    ...override,
    'report-uri': reportPath,
  };
  const directives = Object.entries(policy).map(([name, value]) => `${name} ${value}`);
  return {
    'content-security-policy': directives.join('; '),
    ...(isolated
      ? { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }
      : {}),
  };
}

/** The texts of the inline scripts in a document. */
export function inlineScriptsOf(html: string): string[] {
  return [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g)].map(([, text]) => text ?? '');
}
