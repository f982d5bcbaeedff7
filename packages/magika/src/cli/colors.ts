import type { PathIdentification } from '../node/identify-path.ts';
import type { Settings } from './arguments.ts';

/** Escape codes of a color: for terminals with 24 bits, and for the others. */
interface Style {
  readonly rich: string;
  readonly plain: string;
}

const byGroup: Readonly<Record<string, Style>> = {
  application: { rich: '38;2;244;63;94', plain: '91' },
  archive: { rich: '38;2;245;158;11', plain: '33' },
  audio: { rich: '38;2;132;204;22', plain: '33' },
  code: { rich: '38;2;139;92;246', plain: '94' },
  document: { rich: '38;2;59;130;246', plain: '94' },
  executable: { rich: '38;2;236;72;153', plain: '35' },
  image: { rich: '38;2;6;182;212', plain: '36' },
  video: { rich: '38;2;16;185;129', plain: '36' },
};
const otherGroups: Style = { rich: '1;38;2;204;204;204', plain: '1;37' };
const failure: Style = { rich: '1;31', plain: '1;31' };

const reset = '\u001B[0m';

/**
 * Whether lines are colored, as the reference decides: the flag, else `CLICOLOR_FORCE`, `NO_COLOR`, `CLICOLOR`, else
 * whether a terminal reads.
 *
 * @param wish The flag's.
 * @param env Variables; set and empty counts as set, and `0` turns the two CLICOLOR off.
 * @param isTerminal Whether standard output is one.
 */
export function wantsColors(
  wish: Settings['colors'],
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (wish !== 'auto') return wish === 'always';
  const { CLICOLOR, CLICOLOR_FORCE, NO_COLOR } = env;
  if (CLICOLOR_FORCE !== undefined && CLICOLOR_FORCE !== '0') return true;
  if (NO_COLOR !== undefined) return false;
  return isTerminal && CLICOLOR !== '0';
}

/**
 * Colors a line by the group of what was found.
 *
 * @param line Without its end.
 * @param found What the line tells of.
 * @param colorTerm The variable COLORTERM, which says whether the terminal has 24-bit colors.
 */
export function paint(line: string, found: PathIdentification, colorTerm: string | undefined): string {
  const style = found.status === 'ok' ? (byGroup[found.result.group] ?? otherGroups) : failure;
  const start = `\u001B[${colorTerm === 'truecolor' || colorTerm === '24bit' ? style.rich : style.plain}m`;
  // A name may hold a reset of its own: the color goes on after it.
  return `${start}${line.replaceAll(reset, reset + start)}${reset}`;
}
