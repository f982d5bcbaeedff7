/** Every code a {@link NearsideError} can carry. The union grows by need; a code never changes its meaning. */
export type ErrorCode =
  | 'invalid-input'
  | 'unsupported'
  | 'network'
  | 'integrity'
  | 'policy'
  | 'quota'
  | 'model-invalid'
  | 'provider-failed'
  | 'device-lost'
  | 'worker-failed'
  | 'worker-version-mismatch'
  | 'timeout'
  | 'busy'
  | 'destroyed'
  | 'media-failed'
  | 'engine-failed';

/** What a {@link NearsideError} can say beyond its code and message. */
export interface NearsideErrorOptions extends ErrorOptions {
  /** Where in the pipeline it happened: a short word such as `read`, `start`, `fetch`, `load`, `golden`, `run`. */
  readonly stage?: string;
  /** What the caller can do about it, in one sentence. */
  readonly hint?: string;
  /** Whether the same call may succeed when it is simply made again. Default: by code. */
  readonly retryable?: boolean;
  /** Name of the execution provider that failed, where one did. */
  readonly provider?: string | undefined;
}

const retryableByDefault: ReadonlySet<ErrorCode> = new Set([
  'network',
  'device-lost',
  'worker-failed',
  'timeout',
  'busy',
]);

/**
 * The one class of failure. Cancellation is not one: it rejects with the signal's own reason (an `AbortError` unless
 * the caller gave another), and an expected answer ("unknown type") is a value.
 *
 * Compare `code`, never `instanceof`: worker, provider and page each carry their own copy of this class.
 */
export class NearsideError extends Error {
  override readonly name = 'NearsideError';
  /** Stable; safe to switch on. */
  readonly code: ErrorCode;
  /** Where in the pipeline it happened, where known. */
  readonly stage: string | undefined;
  /** What the caller can do about it, where there is something. */
  readonly hint: string | undefined;
  /** Whether the same call may succeed when it is simply made again. */
  readonly retryable: boolean;
  /** Name of the execution provider that failed, where one did. */
  readonly provider: string | undefined;

  /**
   * @param code Stable; decides the default of `retryable`.
   * @param message What happened, for a developer to read.
   * @param options Stage, hint, provider, cause; all optional.
   */
  constructor(code: ErrorCode, message: string, options: NearsideErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.stage = options.stage;
    this.hint = options.hint;
    this.retryable = options.retryable ?? retryableByDefault.has(code);
    this.provider = options.provider;
  }
}

/**
 * Tells whether `value` is a {@link NearsideError}, also one that crossed from another copy of the library.
 *
 * @param value Anything that was thrown.
 */
export function isNearsideError(value: unknown): value is NearsideError {
  return value instanceof Error && value.name === 'NearsideError' && 'code' in value;
}

/**
 * The message of anything that was thrown.
 *
 * @param thrown Often, but not always, an `Error`.
 */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
