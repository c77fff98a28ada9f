const key = 'keneya-single-keys';

/** Shortcuts of one character can be turned off (WCAG 2.1.4): they get in the way of speech input. */
export function singleKeysOn(): boolean {
  try {
    return localStorage.getItem(key) !== 'off';
  } catch {
    return true;
  } // storage may be forbidden: then they are on
}

export function setSingleKeys(on: boolean): void {
  try {
    localStorage.setItem(key, on ? 'on' : 'off');
  } catch {
    return;
  } // not kept, and that is all
}
