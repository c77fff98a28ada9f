import type { KeyboardEvent } from 'react';

const fields = 'input:not([disabled]):not([type="hidden"]), textarea:not([disabled]), button[type="submit"]';

/** Enter goes on to the next field, Ctrl+Enter (or ⌘) submits; in a text of several lines Enter stays a new line. */
export function nextFieldOnEnter(event: KeyboardEvent<HTMLFormElement>, submit: () => void): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    submit();
    return;
  }
  // it was for a list that stood open
  if (event.defaultPrevented) return;
  const here = event.target;
  if (!(here instanceof HTMLInputElement)) return;
  event.preventDefault();
  // a group of choices is one stop, as with Tab
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>(fields)].filter(
    (el) =>
      !(el instanceof HTMLInputElement) ||
      el.type !== 'radio' ||
      el.name !== (here.type === 'radio' ? here.name : '') ||
      el === here,
  );
  const next = stops[stops.indexOf(here) + 1];
  if (next instanceof HTMLInputElement && next.type === 'radio') {
    const group = [
      ...event.currentTarget.querySelectorAll<HTMLInputElement>(
        `input[name="${CSS.escape(next.name)}"]:not([disabled])`,
      ),
    ];
    (group.find((el) => el.checked) ?? group[0])?.focus();
  } else next?.focus();
  if (next instanceof HTMLInputElement && next.type === 'text') next.select();
}
