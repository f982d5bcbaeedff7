import { useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Site } from '../state/site.ts';
import { useDialogs } from './confirm-dialog.tsx';
import { FailureNote } from './failure-note.tsx';
import { ImportArea } from './import-area.tsx';
import { JobAnnouncer } from './job-announcer.tsx';
import { managerOf, type Manager } from './manager.ts';
import { ModelTable } from './model-table.tsx';
import type { ImportPlan } from './plan-imports.ts';
import { RoomPanel } from './room-panel.tsx';
import { formatBytes } from '../format.ts';
import type { ShownModel } from './shown-model.ts';

/** The models: what is here, where, how sound, and what can be done about it. */
export function ModelsPage({ site }: { readonly site: Site }): JSX.Element {
  const manager = managerOf(site);
  const failure = manager.store.failure.value;
  const { confirm, dialog } = useDialogs();
  const heading = useRef<HTMLHeadingElement>(null);

  const importAll = async (files: readonly File[]): Promise<void> => {
    for (const plan of manager.plan(files)) {
      if (!manager.isHere(plan) || (await confirm(replaceQuestion(plan)))) manager.import(plan);
    }
  };
  useSignalEffect(() => {
    const files = site.droppedModels.value;
    if (files.length === 0) return;
    site.droppedModels.value = [];
    void importAll(files);
  });
  useEffect(() => void manager.store.refresh(), [manager]);

  const remove = async (model: ShownModel): Promise<void> => {
    if (!(await confirm(deleteQuestion(model)))) return;
    await manager.delete(model);
    // The button that had the focus went with the row.
    heading.current?.focus();
  };
  return (
    <div class="page">
      <header class="page-head">
        <h2>Models</h2>
        <p>What this page can run, and what it keeps in this browser for later. Nothing of it is sent anywhere.</p>
      </header>
      {failure && <FailureNote failure={failure} />}
      <section class="section" aria-labelledby="models-here">
        <div class="section-head">
          <h3 id="models-here" ref={heading} tabIndex={-1}>
            On this page
          </h3>
          {hasOwn(manager) && <ImportArea onFiles={(files) => void importAll(files)} />}
        </div>
        <Notice manager={manager} />
        <ModelTable manager={manager} onDelete={remove} />
        {!hasOwn(manager) && manager.store.room.value && (
          <ImportArea isEmpty onFiles={(files) => void importAll(files)} />
        )}
      </section>
      <RoomPanel manager={manager} />
      <JobAnnouncer manager={manager} />
      {dialog}
    </div>
  );
}

function hasOwn({ models, jobs }: Manager): boolean {
  return models.value.some(({ place }) => place !== 'page') || jobs.value.size > 0;
}

/** The latest outcome, until it is closed; screen readers are told by the announcer. */
function Notice({ manager }: { readonly manager: Manager }): JSX.Element | null {
  const isHidden = useSignal(true);
  const notice = manager.notice.value;
  useEffect(() => {
    isHidden.value = notice === '';
  }, [notice, isHidden]);
  if (isHidden.value) return null;
  return (
    <p class="notice">
      <span>{notice}</span>
      <button type="button" class="button quiet" onClick={() => (isHidden.value = true)}>
        Close
      </button>
    </p>
  );
}

function deleteQuestion({ id, bytes, stored }: ShownModel) {
  const again = stored?.origin === 'import' ? 'imported from your disk' : 'downloaded';
  return {
    title: `Delete ${id}?`,
    text: `That frees ${formatBytes(bytes)} in this browser. It cannot be undone: to have it again, it must be ${again} once more.`,
    action: 'Delete',
    isDanger: true,
  };
}

function replaceQuestion({ id, bytes }: ImportPlan) {
  return {
    title: `Replace ${id}?`,
    text: `A model of that name is here already. The file that you chose (${formatBytes(bytes)}) takes its place; that cannot be undone.`,
    action: 'Replace',
    isDanger: true,
  };
}
