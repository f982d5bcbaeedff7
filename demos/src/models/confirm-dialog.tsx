import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { ModalDialog } from '../ui/modal-dialog.tsx';

/** A question that is answered by a button. */
export interface Question {
  readonly title: string;
  readonly text: string;
  /** What the button that agrees says. */
  readonly action: string;
  /** Whether it takes something away. */
  readonly isDanger: boolean;
}

/** Asks questions in a dialog, one at a time. */
export function useDialogs(): {
  readonly confirm: (question: Question) => Promise<boolean>;
  readonly dialog: JSX.Element | null;
} {
  const open = useSignal<(Question & { answer: (agrees: boolean) => void }) | undefined>(undefined);
  const confirm = async (question: Question): Promise<boolean> => {
    open.value?.answer(false);
    const agrees = await new Promise<boolean>((answer) => (open.value = { ...question, answer }));
    open.value = undefined;
    return agrees;
  };
  const asked = open.value;
  const dialog = asked ? (
    <ModalDialog
      title={asked.title}
      onClose={() => asked.answer(false)}
      buttons={
        <>
          {/* First, so that it has the focus: Enter takes nothing away. */}
          <button type="button" class="button" onClick={() => asked.answer(false)}>
            Cancel
          </button>
          <button
            type="button"
            class={asked.isDanger ? 'button danger' : 'button primary'}
            onClick={() => asked.answer(true)}
          >
            {asked.action}
          </button>
        </>
      }
    >
      <p>{asked.text}</p>
    </ModalDialog>
  ) : null;
  return { confirm, dialog };
}
