import type { ComponentChildren, JSX } from 'preact';

/** Small line drawings in the colour of the text beside them; always beside a text, so hidden from screen readers. */
function Icon({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export function WarningIcon(): JSX.Element {
  return (
    <Icon>
      <path d="M8 2.2 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.2" />
    </Icon>
  );
}

export function CloseIcon(): JSX.Element {
  return (
    <Icon>
      <path d="m3.5 3.5 9 9m0-9-9 9" />
    </Icon>
  );
}

export function SortIcon({ descending }: { readonly descending: boolean }): JSX.Element {
  return (
    <Icon>
      <path d={descending ? 'M8 3v10m4-4-4 4-4-4' : 'M8 13V3M4 7l4-4 4 4'} />
    </Icon>
  );
}

export function CheckIcon(): JSX.Element {
  return (
    <Icon>
      <path d="m3 8.5 3.2 3.2L13 4.8" />
    </Icon>
  );
}
