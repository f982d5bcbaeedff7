/** The headers that the site is served with: `npm start`, the preview, the end-to-end tests and any real host. */

/** Header names and values. */
export type Headers = Readonly<Record<string, string>>;

const policy = {
  'default-src': "'self'",
  // Compiling WebAssembly is the one thing beyond the site's own files.
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'connect-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self'",
  'font-src': "'none'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': 'nearside',
};

const fixed = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** In production, on every response: a worker takes its policy from its own script's headers. */
export const productionHeaders: Headers = { 'content-security-policy': write(policy), ...fixed };

// Vite's client puts style elements into the page while one develops, and reports errors by innerHTML.
const { 'require-trusted-types-for': _require, 'trusted-types': _names, ...rest } = policy;

/** While developing with hot reload: as in production, but for styles and Trusted Types. */
export const developmentHeaders: Headers = {
  'content-security-policy': write({ ...rest, 'style-src': "'self' 'unsafe-inline'" }),
  ...fixed,
};

function write(directives: Record<string, string>): string {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}
