import type { JSX } from 'preact';
import type { Explanation } from '@nearside/core';
import { ortWebgpu } from '@nearside/magika/ort-webgpu';
import { formatBytes } from '../format.ts';

/** What ran, and why nothing else did. */
export function RunFacts({
  explanation,
  wasAsked,
}: {
  readonly explanation: Explanation;
  readonly wasAsked: boolean;
}): JSX.Element {
  const { model, provider, golden, refused, runtimeBytes, modelBytes } = explanation;
  const others = refused.map(({ provider: name, reason }) => ({ name, reason }));
  if (provider.name !== ortWebgpu.name && !others.some(({ name }) => name === ortWebgpu.name)) {
    others.push({ name: ortWebgpu.name, reason: 'not wished for: “Run on” says WebAssembly' });
  }
  return (
    <section class="details-section">
      <h3>{wasAsked ? 'What ran' : 'What stood ready'}</h3>
      <dl class="pairs">
        <dt>Provider</dt>
        <dd>
          <code>{provider.name}</code> {provider.version},{' '}
          {runtimeBytes > 0 ? formatBytes(runtimeBytes) : 'part of the worker'}
        </dd>
        <dt>Model</dt>
        <dd>
          <code>{model}</code>, {formatBytes(modelBytes)}
        </dd>
        <dt>Golden sample</dt>
        <dd>
          off by {golden.maxDifference.toExponential(1)}, allowed is {golden.tolerance}
        </dd>
        <dt>Not used</dt>
        {others.map(({ name, reason }) => (
          <dd key={name}>
            <code>{name}</code>: {reason}
          </dd>
        ))}
      </dl>
    </section>
  );
}
