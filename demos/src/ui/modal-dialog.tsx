import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

interface ModalDialogProps {
  readonly title: string;
  /** Escape was pressed. */
  readonly onClose: () => void;
  readonly buttons: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A small dialog over the page while it is mounted. The focus goes back where it was. */
export function ModalDialog({ title, onClose, buttons, children }: ModalDialogProps): JSX.Element {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="modal"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={id}>{title}</h2>
      <div class="modal-text">{children}</div>
      <div class="modal-buttons">{buttons}</div>
    </dialog>
  );
}
