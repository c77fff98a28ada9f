import type { KeyboardEvent } from 'react';

/** In the search of a form Enter searches, which typing has done already: it never sends the form. */
export function searchOnEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) event.preventDefault();
}
