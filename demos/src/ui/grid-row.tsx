import type { JSX } from 'preact';
import type { Verdict } from '../rows/row.ts';
import { describeMismatch } from '../rows/words.ts';
import { WarningIcon } from './icons.tsx';
import { ScoreBar } from './score-bar.tsx';

interface GridRowProps {
  readonly verdict: Verdict;
  readonly index: number;
  /** Pixels from the body's top. */
  readonly topPx: number;
  readonly isCurrent: boolean;
  /** The cell under the cursor; -1 for none. */
  readonly cellIndex: number;
  readonly cellId: (rowId: number, cell: number) => string;
  readonly onChoose: () => void;
}

/** One file. */
export function GridRow({ verdict, index, topPx, isCurrent, cellIndex, cellId, onChoose }: GridRowProps): JSX.Element {
  const { row, identification, mismatch } = verdict;
  const kind = row.kind === 'failed' ? ' failed' : mismatch ? ' mismatch' : '';
  const cell = (at: number, name: string) => ({
    id: cellId(row.id, at),
    role: 'gridcell' as const,
    class: `cell cell-${name}${cellIndex === at ? ' under-cursor' : ''}`,
  });
  return (
    <div
      id={cellId(row.id, -1)}
      class={`grid-row${kind}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isCurrent}
      style={{ transform: `translateY(${topPx}px)` }}
      onClick={onChoose}
    >
      <div {...cell(0, 'name')}>
        <div class="line name" title={row.name}>
          {row.name}
        </div>
        {row.folder && (
          <div class="line second" title={row.folder}>
            {row.folder}
          </div>
        )}
      </div>
      <div {...cell(1, 'type')}>
        <TypeLines verdict={verdict} />
      </div>
      <div {...cell(2, 'mimeType')}>
        <div class="line" title={identification?.mimeType}>
          {identification?.mimeType ?? '–'}
        </div>
      </div>
      <div {...cell(3, 'group')}>
        <div class="line">{identification?.group ?? '–'}</div>
      </div>
      <div {...cell(4, 'score')}>{identification ? <ScoreBar score={identification.score} /> : '–'}</div>
    </div>
  );
}

function TypeLines({ verdict }: { readonly verdict: Verdict }): JSX.Element {
  const { row, identification, mismatch } = verdict;
  if (row.kind === 'failed') {
    return (
      <>
        <div class="line">Could not be read</div>
        <div class="line second" title={row.failure.message}>
          {row.failure.hint ?? row.failure.message}
        </div>
      </>
    );
  }
  const leaning =
    identification?.overwriteReason === 'low_confidence' ? `leans to ${identification.modelLabel}` : undefined;
  return (
    <>
      <div class="line">{identification?.description}</div>
      <div class="line second">
        <code>{identification?.label}</code>
        {leaning && <span class="leaning"> {leaning}</span>}
        {mismatch && (
          <span class="warning-text" title={describeMismatch(verdict)}>
            <WarningIcon /> but the name says .{mismatch.extension}
          </span>
        )}
      </div>
    </>
  );
}
