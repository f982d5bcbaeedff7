import type { JSX } from 'preact';
import type { PredictionMode } from '@nearside/magika/decide';
import { csvPieces } from '../export/csv.ts';
import { download } from '../export/download.ts';
import { jsonPieces } from '../export/json.ts';
import { formatCount, modeNames, plural } from '../format.ts';
import type { Results } from '../state/results.ts';
import { isUnderWay } from '../state/scanner.ts';
import type { Site } from '../state/site.ts';
import { WarningIcon } from './icons.tsx';

/** Everything that changes what the table shows, and the ways out of it. */
export function Toolbar({ site }: { readonly site: Site }): JSX.Element {
  const { results } = site;
  return (
    <div class="toolbar">
      <div class="toolbar-row">
        <input
          type="search"
          class="filter"
          aria-label="Filter"
          placeholder="Filter by name or type"
          value={results.filter.value.text}
          onInput={({ currentTarget }) =>
            (results.filter.value = { ...results.filter.value, text: currentTarget.value })
          }
        />
        <ModeSwitch results={results} />
        <Exports site={site} />
      </div>
      <Chips results={results} />
    </div>
  );
}

function ModeSwitch({ results: { mode } }: { readonly results: Results }): JSX.Element {
  return (
    <fieldset class="segments">
      <legend class="visually-hidden">How sure an answer must be</legend>
      {(Object.keys(modeNames) as PredictionMode[]).map((one) => (
        <label key={one}>
          <input
            type="radio"
            name="mode"
            value={one}
            checked={mode.value === one}
            onChange={() => (mode.value = one)}
          />
          <span>
            {modeNames[one][0]}
            {modeNames[one][1] && <span class="wide-only">{modeNames[one][1]}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Exports({ site }: { readonly site: Site }): JSX.Element {
  const { results, scanner } = site;
  const rows = results.shown.value;
  const mode = results.mode.value;
  const isBusy = isUnderWay(scanner.progress.value);
  return (
    <div class="exports" role="group" aria-label={`Export ${plural(rows.length, 'row')}`}>
      <button
        type="button"
        class="button"
        onClick={() => void download(jsonPieces(rows, mode), 'nearside-files.json', 'application/json')}
      >
        Export JSON
      </button>
      <button
        type="button"
        class="button"
        onClick={() => void download(csvPieces(rows, mode), 'nearside-files.csv', 'text/csv')}
      >
        Export CSV
      </button>
      <button type="button" class="button quiet" disabled={isBusy} onClick={() => site.clear()}>
        Clear
      </button>
    </div>
  );
}

function Chips({ results }: { readonly results: Results }): JSX.Element {
  const { filter, totals, mismatchCount, shown, count, isSorting } = results;
  const { groups, onlyMismatches } = filter.value;
  const isFiltered = shown.value.length !== count.value;
  return (
    <div class="toolbar-row chips">
      <p class="shown-count">
        {isFiltered && `${formatCount(shown.value.length)} of `}
        {plural(count.value, 'file')}
        {isSorting.value && <span class="sorting"> Sorting…</span>}
      </p>
      <div class="chip-list" role="group" aria-label="Groups">
        {(mismatchCount.value > 0 || onlyMismatches) && (
          <button
            type="button"
            class="chip warning"
            aria-pressed={onlyMismatches}
            onClick={() => (filter.value = { ...filter.value, onlyMismatches: !onlyMismatches })}
          >
            <WarningIcon /> Name disagrees <b>{formatCount(mismatchCount.value)}</b>
          </button>
        )}
        {totals.value.map(({ group, count: ofGroup }) => (
          <button
            key={group}
            type="button"
            class="chip"
            aria-pressed={groups.has(group)}
            onClick={() => results.toggleGroup(group)}
          >
            {group} <b>{formatCount(ofGroup)}</b>
          </button>
        ))}
      </div>
    </div>
  );
}
