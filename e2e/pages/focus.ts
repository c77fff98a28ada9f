import { expect, type Page } from '@playwright/test';

/**
 * What can have the focus and does not show it: neither itself nor the label, cell or box around it changes its outline,
 * shadow or border (WCAG 2.2, 2.4.7).
 */
const withoutFocusRing = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const focusable =
      'a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex]:not([tabindex="-1"])';
    const around = (element: HTMLElement) => {
      const all: Element[] = [element, ...[...element.querySelectorAll('*')].slice(0, 12)];
      for (let at = element.parentElement, n = 0; at && n < 3; at = at.parentElement, n += 1) all.push(at);
      // MUI draws the border of a field beside it
      const border = element.closest('.MuiInputBase-root')?.querySelector('fieldset');
      return border ? [...all, border] : all;
    };
    const look = (elements: Element[]) =>
      elements
        .map((element) => {
          const style = getComputedStyle(element);
          const outline =
            style.outlineStyle === 'none'
              ? ''
              : `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}`;
          return [outline, style.boxShadow, style.borderTopWidth, style.borderTopColor].join('|');
        })
        .join('\n');
    const before = document.activeElement;
    const hidden: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(focusable)) {
      if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('[inert]')) continue;
      (document.activeElement as HTMLElement | null)?.blur();
      // a field of MUI that had it loses its own with the next states too
      if (element.closest('.MuiInputBase-root'))
        for (let n = 0; n < 3; n += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
      const all = around(element),
        without = look(all);
      // as if Tab had led there
      element.focus({ focusVisible: true, preventScroll: true } as FocusOptions);
      // fields of MUI draw theirs with the next state
      for (let n = 0; n < 3 && look(all) === without; n += 1)
        await new Promise((resolve) => requestAnimationFrame(resolve));
      if (document.activeElement === element && look(all) === without)
        hidden.push(
          `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40)} .${String(element.className)}`,
        );
    }
    (before as HTMLElement | null)?.focus();
    return hidden;
  });

export async function expectFocusShown(page: Page, where: string): Promise<void> {
  expect(await withoutFocusRing(page), `focus that nobody sees: ${where}`).toEqual([]);
}
