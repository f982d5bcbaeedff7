/**
 * Pairs rows with columns so that the sum of what the pairs gain is the largest: the Hungarian method with potentials, for
 * some dozens of each. Cells that gain nothing (0 or less) are never paired.
 *
 * @param gains Dims [rows][columns], all rows of one length.
 * @returns For each row its column, or −1.
 * @see R. Jonker, A. Volgenant, A shortest augmenting path algorithm for dense and sparse linear assignment problems, 1987
 */
export function assign(gains: readonly (readonly number[])[]): number[] {
  const rows = gains.length;
  const columns = gains[0]?.length ?? 0;
  if (columns === 0) return gains.map(() => -1);
  // One face in the picture is what most videos have.
  if (rows === 1) return [bestColumn(gains[0]!)];
  // One column more for each row in which it may stay alone, at no gain: a complete assignment then always exists.
  const all = columns + rows;
  const cost = (row: number, column: number): number => {
    const gain = column < columns ? gains[row]![column]! : 0;
    return column < columns && gain <= 0 ? 1e9 : -gain;
  };
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(all + 1);
  // Numbers from 1 on; 0 is none.
  const rowOf = new Int32Array(all + 1);
  const previous = new Int32Array(all + 1);
  for (let row = 1; row <= rows; row += 1) {
    const least = new Float64Array(all + 1).fill(Infinity);
    const isDone = new Uint8Array(all + 1);
    rowOf[0] = row;
    let column = 0;
    do {
      isDone[column] = 1;
      const from = rowOf[column]!;
      let delta = Infinity;
      let next = 0;
      for (let j = 1; j <= all; j += 1) {
        if (isDone[j]) continue;
        const reduced = cost(from - 1, j - 1) - rowPotential[from]! - columnPotential[j]!;
        if (reduced < least[j]!) {
          least[j] = reduced;
          previous[j] = column;
        }
        if (least[j]! < delta) {
          delta = least[j]!;
          next = j;
        }
      }
      for (let j = 0; j <= all; j += 1) {
        if (isDone[j]) {
          rowPotential[rowOf[j]!]! += delta;
          columnPotential[j]! -= delta;
        } else least[j]! -= delta;
      }
      column = next;
    } while (rowOf[column] !== 0);
    for (; column !== 0; column = previous[column]!) rowOf[column] = rowOf[previous[column]!]!;
  }
  const columnOf = Array.from({ length: rows }, () => -1);
  for (let j = 1; j <= columns; j += 1) if (rowOf[j]) columnOf[rowOf[j]! - 1] = j - 1;
  return columnOf;
}

function bestColumn(gains: readonly number[]): number {
  const most = gains.reduce((best, gain) => Math.max(best, gain), 0);
  return most > 0 ? gains.indexOf(most) : -1;
}
