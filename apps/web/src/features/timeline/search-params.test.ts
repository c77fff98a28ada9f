import type { TimelineItem } from '@keneyapp/bff/features/timeline/view';
import { expect, it } from 'vitest';
import { hrefOf, perYear, readParams, rowsOf, select } from './search-params.ts';

const item = (
  reference: string,
  kind: TimelineItem['kind'],
  date: string | null,
  end: string | null = null,
  text = '',
): TimelineItem => ({
  reference,
  kind,
  date,
  end,
  isCurrent: false,
  isDenied: false,
  absence: null,
  class: null,
  title: { text, codes: [] },
  details: [],
  status: null,
  count: null,
  abnormal: 0,
  critical: 0,
  measures: [],
  studyUid: null,
});
const items = [
  item('Encounter/2', 'encounter', '2024-03-02', '2024-05-01', 'Séjour'),
  item('Condition/1', 'problem', '2024-03-01', null, 'Hypertension artérielle'),
  item('Immunization/1', 'immunization', '2021', null, 'Vaccin'),
  item('Condition/2', 'problem', null),
];
const words = (i: TimelineItem) => i.title.text ?? '';
const all = { kinds: [], from: null, to: null, query: '' };
const refs = (of: TimelineItem[]) => of.map((i) => i.reference);

it('keeps kinds, periods and words', () => {
  expect(refs(select(items, { ...all, kinds: ['problem'] }, words))).toEqual(['Condition/1', 'Condition/2']);
  expect(refs(select(items, { ...all, from: '2024-04-15' }, words))).toEqual(['Encounter/2']);
  expect(refs(select(items, { ...all, to: '2022-01-01' }, words))).toEqual(['Immunization/1']);
  expect(refs(select(items, { ...all, query: 'arterielle HYPER' }, words))).toEqual(['Condition/1']);
});

it('puts a heading before each month', () => {
  expect(rowsOf(items).map((r) => (r.type === 'month' ? r.month : r.item.reference))).toEqual([
    '2024-03',
    'Encounter/2',
    'Condition/1',
    '2021',
    'Immunization/1',
    '',
    'Condition/2',
  ]);
  expect(perYear(items)).toEqual([
    { year: 2021, count: 1 },
    { year: 2022, count: 0 },
    { year: 2023, count: 0 },
    { year: 2024, count: 2 },
  ]);
});

it('is told by the address', () => {
  const href = hrefOf('/t', new URLSearchParams(), {
    kinds: ['imaging', 'document'],
    from: '2024-01-01',
    query: 'a b',
  });
  expect(href).toBe('/t?kinds=imaging,document&from=2024-01-01&q=a+b');
  expect(readParams(new URLSearchParams(href.slice(3)))).toEqual({
    kinds: ['imaging', 'document'],
    from: '2024-01-01',
    to: null,
    query: 'a b',
  });
  expect(readParams(new URLSearchParams('kinds=nonsense&from=yesterday'))).toEqual(all);
});
