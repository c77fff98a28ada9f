let isPressed = false;
if (typeof window !== 'undefined') {
  const set = (event: Event) => {
    isPressed = event.type === 'pointerdown';
  };
  for (const type of ['pointerdown', 'pointerup', 'pointercancel']) window.addEventListener(type, set, true);
}

/**
 * Does it now, or once the pointer that is pressed is let go. A field is left by pressing on something else: what then appears
 * or goes below it would move that away from under the pointer, and the click on "save" would hit nothing.
 */
export function afterRelease(act: () => void): void {
  if (!isPressed) return act();
  const release = () => {
    for (const type of ['pointerup', 'pointercancel']) window.removeEventListener(type, release);
    // behind the click that belongs to it
    setTimeout(act);
  };
  for (const type of ['pointerup', 'pointercancel']) window.addEventListener(type, release);
}
