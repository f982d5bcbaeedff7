import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatBytes } from '../format.ts';
import { JobLine } from './job-line.tsx';
import type { Manager } from './manager.ts';
import { ModelRow } from './model-row.tsx';
import type { ShownModel } from './shown-model.ts';

interface ModelTableProps {
  readonly manager: Manager;
  readonly onDelete: (model: ShownModel) => Promise<void>;
}

const columns = ['Model', 'Size', 'Kept in', 'Checked', 'Last used', 'Actions'];

/** Every model, with what is being done to it. The roles are said again: on a narrow page the parts are no table to CSS. */
export function ModelTable({ manager, onDelete }: ModelTableProps): JSX.Element {
  const nowMs = useMinutes();
  const models = manager.models.value;
  const shown = new Set(models.map(({ key }) => key));
  const coming = [...manager.jobs.value].filter(([key]) => !shown.has(key));
  return (
    <table class="models" role="table" aria-labelledby="models-here">
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((name) => (
            <th key={name} role="columnheader" scope="col">
              {name === 'Actions' ? <span class="visually-hidden">{name}</span> : name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {coming.map(([key, job]) => (
          <tr key={key} role="row" class="model">
            <th role="rowheader" scope="row" class="model-name">
              <span class="name">{job.name}</span>
            </th>
            <td role="cell" data-name="Size">
              {formatBytes(job.totalBytes)}
            </td>
            <td role="cell" class="model-job" colSpan={columns.length - 2}>
              <JobLine
                job={job}
                onStop={() => manager.stop(key)}
                onResume={() => manager.resume(key)}
                onDismiss={() => manager.dismiss(key)}
              />
            </td>
          </tr>
        ))}
        {models.map((model) => (
          <ModelRow key={model.key} model={model} manager={manager} nowMs={nowMs} onDelete={onDelete} />
        ))}
      </tbody>
    </table>
  );
}

/** The time, told again each minute: “5 min ago” grows old. */
function useMinutes(): number {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => (now.value = Date.now()), 60_000);
    return () => clearInterval(timer);
  }, [now]);
  // A job that just ended is newer than the last minute.
  return Math.max(now.value, Date.now());
}
