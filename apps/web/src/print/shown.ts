const words = (element: Element | null | undefined): string =>
  (element?.textContent ?? '').replace(/\s+/g, ' ').trim();

/** `labelled` of the formats. */
type Labelled = (name: string, value: string) => string;
type Field = HTMLInputElement | HTMLSelectElement;

/** `Du : 01/11/2026`; nothing of a field that is empty. */
function fieldWords(field: Field, labelled: Labelled): string {
  const value = field instanceof HTMLSelectElement ? words(field.selectedOptions[0]) : field.value.trim();
  if (field.value.trim() === '') return '';
  const label = field.labels?.[0]?.cloneNode(true) as HTMLElement | undefined;
  label?.querySelectorAll('input, select, output, small').forEach((part) => part.remove());
  const name = field.getAttribute('aria-label') ?? words(label);
  return labelled(name, value);
}

/**
 * What a page shows, as it says it itself: its heading, what it marks with `data-printed`, the choices that are on
 * (`aria-current`, `aria-pressed`: view, period, kinds) and the fields that filter. Read from the page, so that no page has
 * to say it twice.
 */
export function shownOn(page: ParentNode, separator: string, labelled: Labelled): string {
  const all = <T extends Element>(selector: string) =>
    [...page.querySelectorAll<T>(selector)].filter((each) => !each.closest('[role="dialog"], dialog, form'));
  return [
    words(page.querySelector('h1')),
    ...all('[data-printed]').map(words),
    // the sections of a chart lead to other pages: the heading says which one this is
    ...all<HTMLElement>('nav:not(#sections) [aria-current]:not([aria-current="false"])').map(
      (link) => link.title || words(link),
    ),
    ...all(':is(search, [role="search"], [role="group"]) button[aria-pressed="true"]').map(words),
    ...all<Field>('input[type="search"], select, search input:not([type="checkbox"], [type="radio"])').map(
      (field) => fieldWords(field, labelled),
    ),
  ]
    .filter((text, i, texts) => text !== '' && texts.indexOf(text) === i)
    .join(separator);
}
