import { isNearsideError, NearsideError, type ErrorCode } from '../errors.ts';

/** An error as plain data. Structured cloning would keep the message and lose class, code, stage and hint. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly nearside?: {
    readonly code: ErrorCode;
    readonly stage?: string;
    readonly hint?: string;
    readonly retryable: boolean;
    readonly provider?: string;
  };
  readonly cause?: WireError;
}

const maxCauseDepth = 8;

/** Encodes whatever was thrown; never throws itself. */
export function encodeError(thrown: unknown, depth = 0): WireError {
  if (!(thrown instanceof Error) && !isDomException(thrown)) return { name: 'Error', message: safeString(thrown) };
  const { name, message, stack, cause } = thrown as Error;
  return {
    name,
    message,
    ...(stack !== undefined && { stack }),
    ...(isNearsideError(thrown) && {
      nearside: {
        code: thrown.code,
        retryable: thrown.retryable,
        ...(thrown.stage !== undefined && { stage: thrown.stage }),
        ...(thrown.hint !== undefined && { hint: thrown.hint }),
        ...(thrown.provider !== undefined && { provider: thrown.provider }),
      },
    }),
    ...(cause !== undefined && depth < maxCauseDepth && { cause: encodeError(cause, depth + 1) }),
  };
}

/** The error that {@link encodeError} saw, of the same class where it was a platform or a Nearside one. */
export function decodeError(wire: WireError): Error {
  const cause = wire.cause && decodeError(wire.cause);
  const error = build(wire, cause);
  // The worker's stack tells where it happened; the local one only that a message arrived.
  if (wire.stack !== undefined && !isDomException(error)) error.stack = wire.stack;
  return error;
}

function build({ name, message, nearside }: WireError, cause: Error | undefined): Error {
  if (nearside) return new NearsideError(nearside.code, message, { ...nearside, ...(cause && { cause }) });
  if (isPlatformName(name)) return new DOMException(message, name);
  const error = new Error(message, cause && { cause });
  if (name !== 'Error') error.name = name;
  return error;
}

/** Names that stay platform errors, as users match on them. */
function isPlatformName(name: string): boolean {
  return [
    'AbortError',
    'QuotaExceededError',
    'NotFoundError',
    'NotReadableError',
    'SecurityError',
    'DataCloneError',
    'TimeoutError',
  ].includes(name);
}

function isDomException(value: unknown): value is DOMException {
  return typeof DOMException === 'function' && value instanceof DOMException;
}

function safeString(value: unknown): string {
  try {
    return String(value);
  } catch {
    return 'a value that cannot be shown was thrown';
  }
}
