import { useSignal } from '@preact/signals';
import type { JSX, RefObject, TargetedKeyboardEvent } from 'preact';
import { verdictOf } from '../rows/row.ts';
import type { SortColumn } from '../rows/view.ts';
import type { Results } from '../state/results.ts';
import { GridRow } from './grid-row.tsx';
import { SortIcon } from './icons.tsx';
import { isNarrow } from './media.ts';
import { rowsInView, scrollToShow, useViewport } from './row-window.ts';

const columns: readonly { readonly id: SortColumn; readonly title: string }[] = [
  { id: 'name', title: 'Name' },
  { id: 'type', title: 'What it is' },
  { id: 'mimeType', title: 'MIME type' },
  { id: 'group', title: 'Group' },
  { id: 'score', title: 'Score' },
];

/**
 * The table: an ARIA grid whose focus stays on the grid itself while a cursor moves over its rows, since only the rows in
 * view exist. Rows are of one height, so the arithmetic of row-window.ts is all that it takes.
 */
export function Grid({
  results,
  element,
}: {
  readonly results: Results;
  readonly element: RefObject<HTMLDivElement | null>;
}): JSX.Element {
  const remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const rowPx = Math.round(remPx * (isNarrow.value ? 5 : 3.5));
  const headPx = Math.round(remPx * 2.25);
  const viewport = useViewport(element, headPx);
  /** The cell under the cursor; -1 is the row as a whole. */
  const cellIndex = useSignal(-1);

  const rows = results.shown.value;
  const mode = results.mode.value;
  const current = results.currentIndex.value;
  const { first, end } = rowsInView(viewport, rowPx, rows.length);
  const drawn = Array.from({ length: end - first }, (_, offset) => first + offset);
  // Assistive technology follows aria-activedescendant, so the cursor's row always exists.
  if (current >= 0 && (current < first || current >= end)) drawn.push(current);

  const moveTo = (index: number): void => {
    const target = Math.max(0, Math.min(rows.length - 1, index));
    results.currentId.value = rows[target]?.id;
    element.current?.scrollTo({ top: scrollToShow(target, viewport, rowPx), behavior: 'instant' });
  };
  const open = (): void => {
    results.areDetailsOpen.value = true;
  };

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const page = Math.max(1, Math.floor(viewport.height / rowPx) - 1);
    const isOnGrid = event.target === event.currentTarget;
    const moves: Partial<Record<string, () => void>> = {
      ArrowDown: () => moveTo(current + 1),
      ArrowUp: () => moveTo(current - 1),
      PageDown: () => moveTo(current + page),
      PageUp: () => moveTo(current - page),
      Home: () => moveTo(0),
      End: () => moveTo(rows.length - 1),
      ArrowRight: () => (cellIndex.value = Math.min(columns.length - 1, cellIndex.value + 1)),
      ArrowLeft: () => (cellIndex.value = Math.max(-1, cellIndex.value - 1)),
      Enter: () => {
        open();
        results.focusDetails();
      },
      Escape: () => (results.areDetailsOpen.value = false),
    };
    const move = moves[event.key];
    // Buttons in the head keep their own keys, and a browser's shortcuts theirs.
    if (!move || !isOnGrid || event.altKey || event.metaKey) return;
    event.preventDefault();
    move();
  };

  const currentRow = rows[current]?.id;
  const activeId = currentRow === undefined ? undefined : idOf(currentRow, cellIndex.value);
  return (
    <div
      ref={element}
      class="grid"
      role="grid"
      aria-label="Files"
      aria-readonly="true"
      aria-busy={results.isSorting.value}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={activeId}
      tabIndex={0}
      style={{ '--row-height': `${rowPx}px`, '--head-height': `${headPx}px` }}
      onKeyDown={onKeyDown}
      onFocus={({ target, currentTarget }) => {
        if (target === currentTarget && current < 0 && rows.length > 0)
          moveTo(first < rows.length ? Math.floor(viewport.scrollTop / rowPx) : 0);
      }}
    >
      <div class="grid-head" role="rowgroup">
        <div class="grid-row" role="row" aria-rowindex={1}>
          {columns.map(({ id, title }) => (
            <ColumnHead key={id} id={id} title={title} results={results} />
          ))}
        </div>
      </div>
      {rows.length === 0 && (
        <div role="rowgroup">
          <div role="row">
            <p class="grid-none" role="gridcell" aria-colspan={columns.length}>
              No file matches the filter.
            </p>
          </div>
        </div>
      )}
      {rows.length > 0 && (
        <div class="grid-body" role="rowgroup" style={{ height: `${rows.length * rowPx}px` }}>
          {drawn.map((index) => {
            const row = rows[index];
            if (!row) return null;
            const { id } = row;
            return (
              <GridRow
                key={id}
                verdict={verdictOf(row, mode)}
                index={index}
                topPx={index * rowPx}
                isCurrent={index === current}
                cellIndex={index === current ? cellIndex.value : -1}
                cellId={idOf}
                onChoose={() => {
                  results.currentId.value = id;
                  open();
                }}
              />
            );
          })}
        </div>
      )}
    </div>
  );
}

function idOf(rowId: number, cell: number): string {
  return cell < 0 ? `row-${rowId}` : `row-${rowId}-cell-${cell}`;
}

interface ColumnHeadProps {
  readonly id: SortColumn;
  readonly title: string;
  readonly results: Results;
}

/** Sorts: one way, the other way, and back to the order of the answers. */
function ColumnHead({ id, title, results: { sorting } }: ColumnHeadProps): JSX.Element {
  const { value } = sorting;
  const isSorted = value?.column === id;
  const next = !isSorted
    ? { column: id, descending: id === 'score' }
    : value.descending === (id === 'score')
      ? { column: id, descending: id !== 'score' }
      : undefined;
  return (
    <div
      class={`cell cell-${id}`}
      role="columnheader"
      aria-sort={isSorted ? (value.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" class="sort" onClick={() => (sorting.value = next)}>
        {title} {isSorted && <SortIcon descending={value.descending} />}
      </button>
    </div>
  );
}
