/** A page whose script put functions into `globalThis.bench`. */
export interface OpenPage {
  /** Name and version. */
  browser: string;
  /** Calls `bench[name](argument)` and waits for what it resolves to; both sides as JSON has them. */
  call: <T>(name: string, argument?: unknown) => Promise<T>;
  /** Ends the browser. */
  close: () => Promise<void>;
}
