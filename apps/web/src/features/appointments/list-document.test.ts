import type { AgendaItem, TodayView } from '@keneyapp/bff/features/appointments/view';
import { expect, it } from 'vitest';
import { makeFormats } from '../../i18n/formats.ts';
import { translatorsOf } from '../../i18n/translators.ts';
import { identity } from '../../testing/people.ts';
import { listOfDay } from './list-document.ts';

const martin = { id: 'm', name: 'Dr Anne Martin' };
const petit = { id: 'p', name: 'Dr Hugo Petit' };
const { ins: _, ...person } = identity;
const visit = (id: string, time: string, more: Partial<AgendaItem> = {}): AgendaItem => ({
  ...{ id, day: '2026-12-03', start: `2026-12-03T${time}:00Z`, end: null, minutes: 20, status: 'booked' },
  ...{ reason: null, cancelled: null, resources: [], steps: [] },
  patient: { ...person, id: `of-${id}`, isHomonym: false },
  practitioners: [martin],
  services: [{ id: 's', name: 'Cardiologie' }],
  rooms: [],
  reception: { checked: null, arrived: null, called: null, entered: null, left: null },
  ...more,
});
const items = [
  visit('a', '08:00', { reason: { text: 'Suivi', codes: [] } }),
  visit('b', '08:30', {
    status: 'arrived',
    reception: {
      checked: '2026-12-03T08:21:00Z',
      arrived: '2026-12-03T08:20:00Z',
      called: null,
      entered: null,
      left: null,
    },
  }),
  visit('c', '09:00', { practitioners: [petit], services: [{ id: 't', name: 'Radiologie' }] }),
  visit('d', '09:30', { status: 'cancelled' }),
  visit('e', '10:00', { practitioners: [], patient: null }),
];
const view: TodayView = {
  ...{ from: '2026-12-03', days: 1, today: '2026-12-03', items, truncated: false, ownPractitionerId: null },
  practitioners: [martin, petit],
  rooms: [],
  services: [
    { id: 's', name: 'Cardiologie' },
    { id: 't', name: 'Radiologie' },
  ],
  units: ['Cardiologie'],
};
async function list(
  more: Partial<TodayView> = {},
  place: { who?: string; room?: string; where?: string } = {},
) {
  const words = await translatorsOf('fr');
  const made = listOfDay(
    { ...view, ...more },
    {
      ...{ who: place.who ?? null, room: place.room ?? null, where: place.where ?? null },
      me: { displayName: 'Sophie Martin' },
      ...{ at: new Date('2026-12-03T07:15:00Z'), in: words, f: makeFormats('fr', words.common) },
    },
  );
  const tables = made.document.blocks.flatMap((block) => (block.kind === 'table' ? [block] : []));
  return { ...made, tables, text: JSON.stringify(made.document) };
}

it('has who comes, practitioner by practitioner, with what was said at the desk; nobody who cancelled', async () => {
  const { tables, document, patientIds } = await list();
  expect(document.identity).toEqual({ name: 'Rendez-vous du jeudi 3 décembre 2026', lines: ['Cardiologie'] });
  expect(tables.map(({ caption, rows }) => [caption, rows.length])).toEqual([
    ['Dr Anne Martin', 2],
    ['Dr Hugo Petit', 1],
    ['Sans professionnel', 1],
  ]);
  const [first, second] = tables[0]?.rows ?? [];
  expect(first?.cells).toEqual([
    '09:00',
    expect.stringContaining('MARTIN Jeanne'),
    'Suivi',
    'Cardiologie',
    '',
  ]);
  expect(second?.cells.at(-1)).toContain('09:20, identité vérifiée');
  expect(patientIds).toEqual(['of-a', 'of-b', 'of-c']);
});

it('says the room too', async () => {
  const items = view.items.map((item) => ({ ...item, rooms: [{ id: 'r', name: 'Salle 1' }] }));
  expect((await list({ items })).tables[0]?.rows[0]?.cells[3]).toBe('Cardiologie, Salle 1');
});

it('of a visit whose reason its reader may not know it has none', async () => {
  const { tables } = await list();
  expect(tables[0]?.rows[1]?.cells[2]).toBe('');
});

it('is of one practitioner or one service where these are asked for', async () => {
  expect((await list({}, { who: 'p' })).patientIds).toEqual(['of-c']);
  const { patientIds, document } = await list({}, { where: 't' });
  expect([patientIds, document.identity.lines]).toEqual([['of-c'], ['Radiologie']]);
});

it('is of one room, or of whoever goes to one, where that is asked for', async () => {
  const rooms = [{ id: 'r', name: 'Salle 1' }];
  const items = view.items.map((item) => (item.id === 'c' ? { ...item, rooms } : item));
  const { patientIds, document } = await list({ items, rooms }, { room: 'r' });
  expect([patientIds, document.identity.lines]).toEqual([['of-c'], ['Cardiologie, Salle 1']]);
  expect((await list({ items, rooms }, { room: 'all' })).patientIds).toEqual(['of-c']);
});

it('says that it is not all, and that nobody comes', async () => {
  expect((await list({ truncated: true })).document.notices[0]).toMatchObject({ tone: 'critical' });
  expect((await list({ items: [] })).text).toContain('Personne n’est attendu');
});
