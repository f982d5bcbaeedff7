import type { JSX } from 'preact';
import type { RefusedStorage, StorageKind } from '@nearside/core';
import { formatBytes } from '../format.ts';
import { unknownProvider } from './plan-imports.ts';
import type { ShownModel } from './shown-model.ts';
import { describeTrust, formatMoment, placeNames, storageNames } from './words.ts';

interface ModelDetailsProps {
  readonly model: ShownModel;
  /** Places that the store does not use. */
  readonly refused: readonly RefusedStorage[];
}

/** What a model is made of, and where it is from. */
export function ModelDetails({ model, refused }: ModelDetailsProps): JSX.Element {
  const { version, licence, provider, place, stored, files } = model;
  return (
    <dl class="pairs model-details">
      <dt>Licence</dt>
      <dd>{licence || 'not known: see where you have it from'}</dd>
      {version && (
        <>
          <dt>Version</dt>
          <dd>{version}</dd>
        </>
      )}
      <dt>Runs on</dt>
      <dd>{provider === unknownProvider ? 'not known' : <code>{provider}</code>}</dd>
      <dt>Kept in</dt>
      <dd>
        {place in storageNames ? storageNames[place as StorageKind] : placeNames[place]}
        {stored &&
          refused
            .filter(({ kind }) => kind !== place)
            .map(({ kind, reason }) => (
              <span key={kind}>
                ; not in {storageNames[kind]}: {reason}
              </span>
            ))}
      </dd>
      {stored && (
        <>
          <dt>Stored</dt>
          <dd>{formatMoment(stored.storedAtMs)}</dd>
        </>
      )}
      <dt>Checked</dt>
      <dd>{describeTrust(model)}</dd>
      <dt>{files.length === 1 ? 'File' : 'Files'}</dt>
      {files.map(({ path, bytes, sha256 }) => (
        <dd key={path}>
          {path}, {formatBytes(bytes)}
          <br />
          SHA-256 <code>{sha256}</code>
        </dd>
      ))}
    </dl>
  );
}
