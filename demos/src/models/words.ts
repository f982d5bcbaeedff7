/** What is known of models, in plain words. */
import type { StorageKind, Verification } from '@nearside/core';
import { formatBytes, formatSeconds, plural } from '../format.ts';
import type { Failure } from '../rows/failure.ts';
import { unknownProvider } from './plan-imports.ts';
import type { JobKind, JobProgress } from './job.ts';
import type { ShownModel } from './shown-model.ts';

/** Where a model is. */
export const placeNames: Readonly<Record<ShownModel['place'], string>> = {
  page: 'With this page',
  host: 'Not here yet',
  opfs: 'This browser’s disk',
  cache: 'This browser’s cache',
  memory: 'Memory, until the page closes',
};

/** The places of the store, as a developer looks for them. */
export const storageNames: Readonly<Record<StorageKind, string>> = {
  opfs: 'private files of this site (OPFS)',
  cache: 'this site’s cache (Cache API)',
  memory: 'the page’s memory',
};

/** What a job does, at the start of a sentence. */
export const jobNames: Readonly<Record<JobKind, string>> = {
  import: 'Importing',
  download: 'Downloading',
  verify: 'Checking',
};

/** Where a model comes from and on what terms, in one line under its name. */
export function describeOrigin(model: ShownModel): string {
  return [originOf(model), model.licence].filter(Boolean).join(' · ');
}

function originOf({ place, stored, provider, hosted }: ShownModel): string {
  if (place === 'page') return 'Comes with this page';
  const purpose = provider === unknownProvider ? '' : `, for ${provider}`;
  if (!stored) return `Offered by this site${purpose}`;
  if (stored.origin !== 'import') return `Downloaded from ${stored.origin}${purpose}`;
  return `${hosted ? 'From your disk, offered by this site' : 'From your disk'}${purpose}`;
}

/** How a model's bytes are known to be the right ones. */
export function describeTrust({ place, stored }: ShownModel): string {
  if (place === 'page') return 'Compared with its digest whenever it is loaded.';
  if (stored?.trust === 'first-use')
    return 'Taken as you brought it: its digest was made then, and it is checked against that from then on.';
  return 'Compared with the digests of its description, piece by piece.';
}

/**
 * `just now`, `5 min ago`, `3 hours ago`, `yesterday`, `12 days ago`; the day where it is longer ago, or ahead.
 *
 * @param ms Milliseconds since 1970; 0 for never.
 * @param nowMs Likewise.
 */
export function ago(ms: number, nowMs: number): string {
  if (ms === 0) return 'never';
  const minutes = Math.floor((nowMs - ms) / 60_000);
  // A clock that was turned back: the day says more than "in 3 hours".
  if (minutes < 0 || minutes >= 30 * 24 * 60) return days.format(ms);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${plural(hours, 'hour')} ago`;
  const count = Math.floor(hours / 24);
  return count === 1 ? 'yesterday' : `${count} days ago`;
}

const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const moments = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** `24 Nov 2026, 13:40`, by this device's clock. */
export function formatMoment(ms: number): string {
  return moments.format(ms);
}

/** `12.0 MB of 20.0 MB, 8.1 MB a second, 1 s left`. */
export function describeProgress({ loadedBytes, bytesPerSecond }: JobProgress, totalBytes: number): string {
  const parts = [`${formatBytes(loadedBytes)} of ${formatBytes(totalBytes)}`];
  if (bytesPerSecond && bytesPerSecond > 0) {
    parts.push(`${formatBytes(Math.round(bytesPerSecond))} a second`);
    parts.push(`${formatSeconds((totalBytes - loadedBytes) / bytesPerSecond)} left`);
  }
  return parts.join(', ');
}

/** What came of a full check. */
export function describeVerification({ isWhole, damagedChunks, bytes }: Verification, name: string): string {
  return isWhole
    ? `${name} is whole: all of its ${formatBytes(bytes)} are what they should be.`
    : `${name} is damaged in ${plural(damagedChunks, 'place')} and is not used any more. Download or import it again: only what is damaged is fetched.`;
}

/** What a visitor can do where work on a model failed; what the error itself says is for who builds the site. */
export function adviceOnModels({ code, message, isRetryable }: Failure): string {
  switch (code) {
    case 'quota':
    case 'QuotaExceededError':
      return 'There is no room for it. Delete a model, or free some of the disk, and try again.';
    case 'network':
      return isRetryable
        ? 'The connection broke. What came is kept: try again to go on from there.'
        : 'It cannot be fetched from where this site has it. Try again later, or import it from disk.';
    case 'integrity':
      return 'It is not the file that it should be: another version, or damaged. Nothing of it was kept.';
    case 'busy':
      return 'It is in use. Close what uses it, also in other tabs, and try again.';
    case 'policy':
      return 'This site’s rules do not allow this download. You can import the model from disk.';
    case 'unsupported':
      return 'This browser has no place where it could be kept. A private window often has none.';
    case 'invalid-input':
      return 'The file cannot be read: it is empty, or was changed, moved or deleted since it was chosen. Choose it again.';
    case 'model-invalid':
      return 'Its description is damaged or made for another release of this page.';
    case 'worker-failed':
    case 'worker-version-mismatch':
    case 'timeout':
      return 'The part of the page that keeps models did not answer. Try again; where that does not help, reload the page.';
    default:
      return `It did not work: ${message}`;
  }
}
