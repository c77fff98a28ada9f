import type { Flag } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { flagKinds } from './flag-kinds.ts';
import { flagOf, notesOfFlag, readFlag, readFlags, sortFlags, withNotesOfFlag } from './flag.ts';

const now = new Date('2026-11-20T10:00:00Z');
const flag = (part: Partial<Flag> = {}): Flag => ({
  resourceType: 'Flag',
  id: 'a',
  status: 'active',
  code: { text: 'Capital veineux à préserver' },
  subject: { reference: 'Patient/p' },
  ...part,
});

it('bears a bare one, and leaves out what was entered in error', () => {
  const bare = readFlag({ resourceType: 'Flag', id: 'a' } as Flag);
  expect(bare).toMatchObject({ kind: null, detail: null, status: null, start: null, note: null });
  // what does not say that it stands is no current one, and is not lost
  expect(sortFlags([bare, { ...bare, id: 'b', status: 'entered-in-error' }], now)).toEqual({
    current: [],
    past: [bare],
  });
});

it('reads back each kind with what is said beyond it, and the words of others as they are', () => {
  for (const kind of flagKinds)
    expect(readFlag(flag(flagOf(kind, 'BMR : E. coli')))).toMatchObject({ kind, detail: 'BMR : E. coli' });
  expect(readFlag(flag(flagOf('contact', '')))).toMatchObject({ kind: 'contact', detail: null });
  expect(readFlag(flag())).toMatchObject({ kind: null, detail: 'Capital veineux à préserver' });
  const fall = { coding: [{ system: 'http://snomed.info/sct', code: '129839007' }], text: 'Chuteur' };
  expect(readFlag(flag({ code: fall }))).toMatchObject({ kind: 'fall', detail: 'Chuteur' });
});

it('is of the kind that the banner shows', () => {
  const shown = (kind: (typeof flagKinds)[number]) =>
    readFlags([flag(flagOf(kind, 'x'))], now).map((one) => one.kind);
  expect(flagKinds.map((kind) => shown(kind)[0])).toEqual([
    ...['advance-directive', 'advance-directive'],
    ...['isolation', 'isolation', 'isolation', 'isolation'],
    ...['other', 'other'],
  ]);
});

it('stands until its day is over or somebody ended it', () => {
  const ended = readFlag(flag({ id: 'e', status: 'inactive' }));
  const over = readFlag(flag({ id: 'o', period: { end: '2026-11-19' } }));
  const today = readFlag(flag({ id: 't', period: { end: '2026-11-20' } }));
  const { current, past } = sortFlags([ended, over, today], now);
  expect([current, past].map((rows) => rows.map(({ id }) => id))).toEqual([['t'], ['e', 'o']]);
});

it('keeps notes beside other extensions', () => {
  const other = { url: 'urn:x', valueString: 'x' };
  const noted = withNotesOfFlag(flag({ extension: [other] }), [{ text: 'Portage' }, { text: 'Levé' }]);
  expect(notesOfFlag(noted).map(({ text }) => text)).toEqual(['Portage', 'Levé']);
  expect(withNotesOfFlag(noted, []).extension).toEqual([other]);
  expect(withNotesOfFlag(flag(), [])).not.toHaveProperty('extension');
});
