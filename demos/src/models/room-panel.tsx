import type { JSX } from 'preact';
import { formatBytes } from '../format.ts';
import type { Manager } from './manager.ts';
import type { Room } from './store-view.ts';
import { storageNames } from './words.ts';

/** How much room there is, where models are kept and why there, and whether the browser may clear them. */
export function RoomPanel({ manager }: { readonly manager: Manager }): JSX.Element | null {
  const room = manager.store.room.value;
  if (!room) return null;
  const { isPersistent } = room.estimate;
  const { storage, refused, isInWorker, workerRefused } = room.where;
  return (
    <section class="section" aria-labelledby="room">
      <h3 id="room">Room in this browser</h3>
      <div class="room">
        <Usage {...room.estimate} />
        <div class="room-keeping">
          <p>
            {isPersistent
              ? 'The browser keeps the models, also when the disk is full.'
              : 'The browser may clear the models when the disk is full.'}
          </p>
          {!isPersistent && (
            <button type="button" class="button" onClick={() => void manager.persist()}>
              Keep them for good
            </button>
          )}
        </div>
        <p class="soft room-where">
          Models go to {storageNames[storage]}
          {isInWorker ? '.' : `, written by the page itself: ${workerRefused ?? 'no worker can be started'}.`}
          {refused.map(({ kind, reason }) => (
            <span key={kind}>
              {' '}
              Not to {storageNames[kind]}: {reason}.
            </span>
          ))}
        </p>
      </div>
    </section>
  );
}

function Usage({ usage, quota }: Room['estimate']): JSX.Element {
  if (usage === undefined || !quota) return <p>The browser does not say how much room there is.</p>;
  const text = `${formatBytes(usage)} of ${formatBytes(quota)} used by this site`;
  return (
    <div class="room-usage">
      <p id="room-usage">{text}</p>
      <meter aria-labelledby="room-usage" value={usage} max={quota} />
    </div>
  );
}
