import { expect, it } from 'vitest';
import { cssString, pageStyle } from './page-style.ts';

it('lets no text end the string it stands in', () => {
  expect(cssString('a"b\\c\nd</style>\0')).toBe('"a\\22 b\\5c c\\a d\\3c /style>"');
});

it('puts identity and content above, author and page number below', () => {
  const style = pageStyle({ identity: 'LEFEBVRE Marie', content: 'Résultats', author: 'Imprimé' });
  expect(style).toMatch(/@top-left \{ content: "LEFEBVRE Marie";/);
  expect(style).toMatch(/@top-right \{ content: "Résultats";/);
  expect(style).toMatch(/@bottom-left \{ content: "Imprimé";/);
  expect(style).toMatch(/@bottom-right \{ content: counter\(page\) " \/ " counter\(pages\);/);
});

it('leads with the content where there is no single patient', () => {
  const style = pageStyle({ identity: null, content: 'Traçabilité', author: '' });
  expect(style).toMatch(/@top-left \{ content: "Traçabilité";/);
  expect(style).not.toContain('@top-right');
});
