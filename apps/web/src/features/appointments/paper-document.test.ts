import type { PaperView } from '@keneyapp/bff/features/appointments/paper-view';
import { expect, it } from 'vitest';
import { makeFormats } from '../../i18n/formats.ts';
import type { Locale } from '../../i18n/locale.ts';
import { translatorsOf } from '../../i18n/translators.ts';
import { identity } from '../../testing/people.ts';
import { appointmentPaper, type Paper } from './paper-document.ts';

const view: PaperView = {
  id: 'a1',
  day: '2026-12-03',
  start: '2026-12-03T08:30:00Z',
  end: '2026-12-03T09:00:00Z',
  isToCome: true,
  arrived: null,
  left: null,
  ticket: null,
  language: null,
  recipient: ['Marie LEFÈVRE', '3 rue des Tilleuls', '69003 Lyon'],
  practitioners: ['Dr Claire Blanc'],
  place: ['Salle 2', 'Cardiologie', 'Bâtiment B, 2e étage'],
  phone: '04 00 00 00 12',
  preparation: ['Venir à jeun.'],
};
async function paper(which: Paper, more: Partial<PaperView> = {}, locale: Locale = 'fr') {
  const words = await translatorsOf(locale);
  const at = new Date('2026-12-03T10:15:00Z');
  const f = makeFormats(locale, words.common);
  return appointmentPaper(
    which,
    { ...view, ...more },
    { ...{ identity, me: { displayName: 'Sophie Martin' }, at, f }, in: words },
  );
}

it('summons with when, where, what to bring and what to do before; in the window of the envelope the address alone', async () => {
  const made = await paper('summons');
  expect(made?.recipient).toEqual(view.recipient);
  const text = JSON.stringify(made?.blocks);
  for (const said of [
    'jeudi 3 décembre 2026',
    '09:30',
    'Dr Claire Blanc',
    'Bâtiment B, 2e étage',
    'carte Vitale',
    'ordonnance',
    'comptes rendus',
    'Venir à jeun.',
    '04 00 00 00 12',
  ])
    expect(text).toContain(said);
  expect(JSON.stringify((await paper('summons', {}, 'en'))?.blocks)).toMatch(
    /Thursday,? 3 December 2026[^]*identity card/,
  );
  expect(await paper('summons', { isToCome: false })).toBeNull();
});

it('certifies of who came from when to when, and neither where, to whom nor why', async () => {
  expect(await paper('certificate')).toBeNull();
  const came = { arrived: '2026-12-03T08:21:00Z', left: '2026-12-03T09:12:00Z', isToCome: false };
  const made = await paper('certificate', came);
  const text = JSON.stringify(made);
  expect(text).toMatch(/certifie que [^]*s’est présentée? ce jour, le 03\/12\/2026, de 09:21 à 10:12/);
  expect(made?.blocks.at(-1)?.kind).toBe('signature');
  for (const secret of ['Cardiologie', 'Blanc', 'Salle', 'jeun']) expect(text).not.toContain(secret);
  // who is still there is not said to have left
  expect(JSON.stringify(await paper('certificate', { ...came, left: null }))).toMatch(
    /à 09:21 et s’y trouve encore à 11:15/,
  );
});

it('a ticket says the number, and neither who nor where; who is not here has none', async () => {
  const made = await paper('ticket', { ticket: 'KT42', arrived: '2026-12-03T08:20:00Z' });
  expect(made).toMatchObject({ isSlip: true, identity: { name: 'KT42' }, blocks: [] });
  expect(made?.author).toContain('09:20');
  expect(JSON.stringify(made)).not.toMatch(/Martin|Jeanne|1960|Blanc|Salle 2|Cardiologie/i);
  expect(await paper('ticket')).toBeNull();
});
