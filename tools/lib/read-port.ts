import { parseArgs } from 'node:util';

/**
 * The `--port N` of this process's arguments.
 *
 * @returns Undefined where none is given: the server then chooses.
 * @throws Error when it is no port number.
 */
export function readPort(): number | undefined {
  const { port } = parseArgs({ options: { port: { type: 'string' } } }).values;
  if (port === undefined) return undefined;
  const number = Number(port);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) throw new Error(`--port ${port} is no port number`);
  return number;
}
