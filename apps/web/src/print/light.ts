/** Paper and pictures are light whatever the screen is. Gives the screen's own theme back. */
export function inLightTheme(): () => void {
  const { dataset } = document.documentElement;
  const before = dataset['theme'];
  dataset['theme'] = 'light';
  return () => {
    if (before === undefined) delete dataset['theme'];
    else dataset['theme'] = before;
  };
}
