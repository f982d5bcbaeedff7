import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatReport, type CapabilityReport, type ReportedTask } from '@nearside/core';
import { standardManifest } from '@nearside/magika';
import { saveBlob } from '../export/download.ts';
import { FailureNote } from '../models/failure-note.tsx';
import { toFailure, type Failure } from '../rows/failure.ts';
import type { Site } from '../state/site.ts';
import { CheckIcon, CloseIcon } from '../ui/icons.tsx';
import { factsOf, type Fact } from './facts.ts';
import { RecordingPanel } from './recording-panel.tsx';

/** What this browser has, what each task makes of it, and a recording for whoever looks into a problem. */
export function BrowserPage({ site }: { readonly site: Site }): JSX.Element {
  const report = useSignal<CapabilityReport | undefined>(undefined);
  const failure = useSignal<Failure | undefined>(undefined);
  const preference = site.engine.preference.value;
  useEffect(() => {
    let isShown = true;
    const take = async (): Promise<void> => {
      try {
        const task = { task: 'What is this file?', manifest: standardManifest, providers: site.engine.candidates };
        const taken = await site.runtime.report([task]);
        if (isShown) report.value = taken;
      } catch (error) {
        if (isShown) failure.value = toFailure(error);
      }
    };
    void take();
    return () => (isShown = false);
  }, [site, preference, report, failure]);
  return (
    <div class="page">
      <header class="page-head">
        <h2>This browser</h2>
        <p>What it has for models, and what each task would run on here. It stays in this page until you copy it.</p>
      </header>
      {failure.value && <FailureNote failure={failure.value} />}
      {report.value ? <Report report={report.value} /> : !failure.value && <p class="soft">Looking…</p>}
      <RecordingPanel site={site} />
    </div>
  );
}

function Report({ report }: { readonly report: CapabilityReport }): JSX.Element {
  return (
    <>
      <section class="section" aria-labelledby="tasks">
        <h3 id="tasks">What would run</h3>
        {report.tasks.map((task) => (
          <Task key={task.task} {...task} />
        ))}
      </section>
      <section class="section" aria-labelledby="facts">
        <h3 id="facts">What is here</h3>
        <div class="fact-groups">
          {factsOf(report).map(({ name, facts }) => (
            <table key={name} class="fact-group">
              <caption>{name}</caption>
              <tbody>
                {facts.map((fact) => (
                  <FactRow key={fact.name} {...fact} />
                ))}
              </tbody>
            </table>
          ))}
        </div>
      </section>
      <AsText text={formatReport(report)} />
    </>
  );
}

function Task({ task, model, takes, refused }: ReportedTask): JSX.Element {
  return (
    <div class="task">
      <p class="task-name">{task}</p>
      <dl class="pairs">
        <dt>Model</dt>
        <dd>
          <code>{model}</code>
        </dd>
        <dt>Runs on</dt>
        <dd>
          {takes ? (
            <>
              <code>{takes.name}</code> {takes.version}
            </>
          ) : (
            'nothing here can run it'
          )}
        </dd>
        {refused.length > 0 && <dt>Not on</dt>}
        {refused.map(({ provider, reason }) => (
          <dd key={provider}>
            <code>{provider}</code>: {reason}
          </dd>
        ))}
      </dl>
    </div>
  );
}

function FactRow({ name, has, note }: Fact): JSX.Element {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class={has === false ? 'fact lacking' : 'fact'}>
        {has !== undefined && (
          <span class="fact-has">
            {has ? <CheckIcon /> : <CloseIcon />} {has ? 'yes' : 'no'}
          </span>
        )}
        {note && <span class="fact-note">{note}</span>}
      </td>
    </tr>
  );
}

/** The report for a bug report: to copy, to save, or to read first. */
function AsText({ text }: { readonly text: string }): JSX.Element {
  const said = useSignal('');
  const shown = useRef<HTMLDetailsElement>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      said.value = 'Copied.';
    } catch {
      said.value = 'The browser does not let this page copy: select the text below.';
      if (shown.current) shown.current.open = true;
    }
  };
  return (
    <section class="section" aria-labelledby="as-text">
      <h3 id="as-text">For a bug report</h3>
      <p class="soft">The same as text. It names your browser and what it can do, none of your files.</p>
      <div class="button-row">
        <button type="button" class="button primary" onClick={() => void copy()}>
          Copy as text
        </button>
        <button
          type="button"
          class="button"
          onClick={() => saveBlob(new Blob([text], { type: 'text/plain' }), 'nearside-report.txt')}
        >
          Save as a file
        </button>
        <span role="status" aria-label="Report">
          {said.value}
        </span>
      </div>
      <details ref={shown} class="report-text">
        <summary>Read it first</summary>
        <pre tabIndex={0} aria-label="Report as text">
          {text}
        </pre>
      </details>
    </section>
  );
}
