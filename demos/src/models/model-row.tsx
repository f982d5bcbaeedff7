import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { formatBytes } from '../format.ts';
import { toFailure, type Failure } from '../rows/failure.ts';
import { FailureNote } from './failure-note.tsx';
import { JobLine } from './job-line.tsx';
import type { Manager } from './manager.ts';
import { ModelDetails } from './model-details.tsx';
import type { ShownModel } from './shown-model.ts';
import { ago, describeOrigin, formatMoment, placeNames } from './words.ts';

interface ModelRowProps {
  readonly model: ShownModel;
  readonly manager: Manager;
  readonly nowMs: number;
  readonly onDelete: (model: ShownModel) => Promise<void>;
}

/** A model: its row, and under it what is being done to it or is known of it. */
export function ModelRow({ model, manager, nowMs, onDelete }: ModelRowProps): JSX.Element {
  const failure = useSignal<Failure | undefined>(undefined);
  const detailsId = useId();
  const { key, id, bytes, place, isInUse, stored } = model;
  const job = manager.jobs.value.get(key);
  const isOpen = manager.opened.value.has(key);
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    failure.value = undefined;
    try {
      await work();
    } catch (error) {
      failure.value = toFailure(error);
    }
  };
  return (
    <>
      <tr role="row" class="model">
        <th role="rowheader" scope="row" class="model-name">
          <span class="name">{id}</span>
          {isInUse && <span class="tag">In use</span>}
          <span class="second">{describeOrigin(model)}</span>
        </th>
        <td role="cell" data-name="Size">
          {formatBytes(bytes)}
        </td>
        <td role="cell" data-name="Kept in">
          {placeNames[place]}
        </td>
        <td role="cell" data-name="Checked">
          {place === 'page' ? 'at each start' : <Moment ms={stored?.verifiedAtMs} nowMs={nowMs} />}
        </td>
        <td role="cell" data-name="Last used">
          {place === 'page' ? isInUse ? 'now' : '–' : <Moment ms={stored?.usedAtMs} nowMs={nowMs} />}
        </td>
        <td role="cell" class="model-actions">
          {place === 'host' && !job && (
            <Action name="Download" of={id} isPrimary onClick={() => manager.download(model)} />
          )}
          {stored && !job && (
            <>
              <Action name="Check" of={id} onClick={() => manager.verify(model)} />
              <Action name="Save" of={id} onClick={() => void attempt(() => manager.save(model))} />
              <Action name="Delete" of={id} onClick={() => void attempt(() => onDelete(model))} />
            </>
          )}
          <button
            type="button"
            class="button small quiet"
            aria-expanded={isOpen}
            aria-controls={detailsId}
            aria-label={`Details of ${id}`}
            onClick={() => manager.toggle(key, !isOpen)}
          >
            Details
          </button>
        </td>
      </tr>
      <Under manager={manager} model={model} failure={failure.value} />
      <tr role="row" id={detailsId} class="model-under" hidden={!isOpen}>
        <td role="cell" colSpan={6}>
          {isOpen && <ModelDetails model={model} refused={manager.store.room.value?.where.refused ?? []} />}
        </td>
      </tr>
    </>
  );
}

function Under({
  manager,
  model: { key },
  failure,
}: Pick<ModelRowProps, 'manager' | 'model'> & { readonly failure: Failure | undefined }): JSX.Element | null {
  const job = manager.jobs.value.get(key);
  const remoteBytes = manager.store.remote.value.get(key);
  if (!job && !failure && remoteBytes === undefined) return null;
  return (
    <tr role="row" class="model-under">
      <td role="cell" class="model-job" colSpan={6}>
        {failure && <FailureNote failure={failure} />}
        {job && (
          <JobLine
            job={job}
            onStop={() => manager.stop(key)}
            onResume={() => manager.resume(key)}
            onDismiss={() => manager.dismiss(key)}
          />
        )}
        {!job && remoteBytes !== undefined && (
          <p class="soft">Another tab is downloading it: {formatBytes(remoteBytes)} are here.</p>
        )}
      </td>
    </tr>
  );
}

interface ActionProps {
  readonly name: string;
  /** Of the model, for who hears the button without its row. */
  readonly of: string;
  readonly isPrimary?: boolean;
  readonly onClick: () => void;
}

function Action({ name, of, isPrimary = false, onClick }: ActionProps): JSX.Element {
  return (
    <button
      type="button"
      class={`button small${isPrimary ? ' primary' : ''}`}
      aria-label={`${name} ${of}`}
      onClick={onClick}
    >
      {name}
    </button>
  );
}

function Moment({ ms, nowMs }: { readonly ms: number | undefined; readonly nowMs: number }): JSX.Element {
  if (ms === undefined) return <>–</>;
  if (ms === 0) return <>never</>;
  return (
    <time dateTime={new Date(ms).toISOString()} title={formatMoment(ms)}>
      {ago(ms, nowMs)}
    </time>
  );
}
