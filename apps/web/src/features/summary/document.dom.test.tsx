import type { Block } from '@keneyapp/bff/pdf/document';
import type { ResultRow, SummaryView, VitalTile } from '@keneyapp/bff/features/summary/view';
import { useTranslations } from 'next-intl';
import { expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { useFormats } from '../../i18n/use-formats.ts';
import {
  allergy,
  amount,
  coded,
  encounter,
  immunization,
  medication,
  problem,
} from '../../testing/clinical.ts';
import { doctor } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { summaryBlocks } from './document.ts';
import { SummaryPage } from './summary-page.tsx';

const openedAt = Date.now();
const at = (hours: number) => new Date(openedAt - hours * 3_600_000).toISOString();
const part = <T,>(items: T[], total: number | null = items.length) => ({ items, total, failed: false });
const quantity = (value: number, unit: string) => ({
  kind: 'quantity' as const,
  amount: amount(value, unit),
});

const tile: VitalTile = {
  kind: 'heart-rate',
  row: 'heartRate',
  label: coded('Pouls'),
  observationId: 'o1',
  date: at(1),
  until: null,
  values: [{ name: null, value: quantity(128, '/min') }] as unknown as VitalTile['values'],
  recorded: null,
  value: 128,
  second: null,
  unit: '/min',
  unitCode: '/min',
  alsoThen: 0,
  freshForDays: 2,
  points: [
    { date: at(9), value: 96, second: null },
    { date: at(8), value: 96, second: null },
    { date: at(1), value: 128, second: null },
  ],
  level: 'abnormal',
  direction: 'high',
  notJudged: null,
  said: [coded('élevé pour elle')],
};
const result = {
  id: 'r1',
  test: 'k',
  name: coded('Potassium'),
  date: at(2),
  end: null,
  isIssued: false,
  value: quantity(6.9, 'mmol/L'),
  status: 'final',
  freshForDays: 30,
  concluded: [],
  level: 'critical',
  direction: 'high',
  notJudged: null,
  said: [],
  range: null,
  ranges: [],
} as unknown as ResultRow;
const ecg: ResultRow = {
  ...result,
  id: 'e1',
  test: '11524-6',
  name: coded('ECG 12 dérivations'),
  level: 'normal',
  direction: null,
  value: {
    kind: 'sampled',
    sampled: {
      ...{ count: 30_000, errors: 0, below: 0, above: 0, dimensions: 12, period: '4' },
      ...{ least: null, most: null, unit: 'mV', code: 'mV', lowerLimit: null, upperLimit: null, start: '0' },
    },
  },
  concluded: [{ kind: 'text', text: 'Fibrillation atriale' }],
};

const view: SummaryView = {
  vitals: {
    ...part([tile]),
    warning: {
      kind: 'score',
      total: 7,
      risk: 'high',
      takenAt: at(3),
      red: ['respiratoryRate'],
      onOxygen: true,
      isAlert: false,
      spo2Scale: 1,
      unfinished: { takenAt: at(1), atLeast: 3, risk: 'low', missing: ['temperature'] },
      lateAt: at(2),
      everyHours: 1,
      isContinuous: true,
      isLate: true,
    },
  },
  appointments: part(
    [
      {
        id: 'a1',
        start: at(-48),
        day: '2026-11-30',
        status: 'pending',
        reason: coded('Contrôle'),
        who: ['Dr Blanc'],
        where: ['Salle 2'],
      },
    ],
    3,
  ),
  results: {
    ...part([result, ecg, { ...result, id: 'r2', date: at(24 * 400), level: 'normal', direction: null }], 40),
    hasReports: false,
  },
  conclusions: part([
    {
      id: 'd1',
      name: coded('Scanner du thorax'),
      date: at(120),
      status: 'preliminary',
      text: 'Progression du nodule',
      codes: [coded('Nodule')],
    },
  ]),
  allergies: { ...part([allergy()]), statements: [], state: 'recorded' as never, noneOf: [] },
  problems: { ...part([problem({ verification: 'provisional' })], null), statements: [] },
  medications: {
    ...part([medication({ status: 'on-hold' })]),
    statements: [],
    prohibited: [medication({ id: 'm9', inn: 'aspirine', isProhibited: true })],
  },
  encounters: part([encounter()]),
  immunizations: { ...part([immunization()]), statements: [] },
  imaging: part([
    {
      id: 'i1',
      studyUid: '1.2',
      date: at(120),
      modalities: ['CT'],
      description: null,
      bodySites: [coded('CHEST')],
      series: 1,
      instances: 72,
    },
  ]),
  documents: { items: [], total: null, failed: true },
};

const wordsOf = (blocks: readonly Block[]): string =>
  blocks
    .flatMap((block) =>
      block.kind === 'heading'
        ? [block.text, block.note]
        : block.kind === 'paragraph' || block.kind === 'signature'
          ? [block.text]
          : block.kind === 'list'
            ? block.items.flatMap(({ lead, rest, aside }) => [lead, ...rest, aside])
            : [
                block.caption,
                ...block.columns.map(({ header }) => header),
                ...block.rows.flatMap(({ cells }) => cells),
              ],
    )
    .join(' ');
const plain = (text: string) => text.replace(/[\s\u00a0\u202f]+/g, ' ').toLocaleLowerCase();

/** Hands on what is composed in the words of the page. */
function Composer({ hear }: { hear: (blocks: Block[], fewer: Block[]) => void }) {
  const words = {
    summary: useTranslations('summary'),
    common: useTranslations('common'),
    clinical: useTranslations('common.clinical'),
    medications: useTranslations('medications'),
    results: useTranslations('results'),
    sections: useTranslations('shell.sections'),
    dicom: useTranslations('dicom'),
    score: useTranslations('wards.score'),
    parameters: useTranslations('wards.parameters'),
    f: useFormats(),
    now: openedAt,
  };
  const { 'results.read': _r, 'documents.read': _d, ...rights } = doctor.rights;
  hear(summaryBlocks(view, doctor.rights, words), summaryBlocks(view, rights, words));
  return null;
}

it('says everything that the page says, in its order, what failed too, and nothing that is closed to the person', async () => {
  let blocks: Block[] = [];
  let fewer: Block[] = [];
  const hear = (all: Block[], few: Block[]) => {
    [blocks, fewer] = [all, few];
  };
  await show(
    <main>
      <Composer hear={hear} />
      <SummaryPage patientId="p1" />
    </main>,
    {
      answers: {
        summary: {
          get: () => view,
          changes: () => ({ since: null, visitAt: null, items: [], isPartial: false }),
        },
      },
      me: doctor,
    },
  );
  await vi.waitFor(() => expect(document.querySelector('main')?.textContent).toContain('Potassium'));
  const document_ = plain(wordsOf(blocks));
  const leaves: string[] = [];
  const walker = document.createTreeWalker(document.querySelector('main') as Node, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode;
    // ways to elsewhere, signs that are said in words beside them, ages that paper tells as a time
    if (parentElement?.closest('.no-print, [aria-hidden="true"], time, svg, button')) continue;
    // a unit stands behind its value on paper, without a column
    const texts = plain(textContent ?? '')
      .split(' · ')
      .map((text) => text.trim());
    leaves.push(...texts.filter((text) => text.length > 1 && text !== 'unité'));
  }
  expect(leaves.length).toBeGreaterThan(40);
  // the name once, and equal values once
  expect(document_).toMatch(/fréquence cardiaque\s: 128 .* 3 valeurs depuis le \S+ \(96 ×2 → 128\)/);
  // of how many the last one is, is not known
  expect(document_).toContain('problèmes le dernier');
  // a recording is said by its leads and its conclusion, and leads to the paper
  expect(document_).toContain(plain('Tracé, 12 voies · Fibrillation atriale'));
  await expect
    .element(page.getByRole('link', { name: 'ECG 12 dérivations' }))
    .toHaveAttribute('href', '/patients/p1/results?test=11524-6');
  // what has its own page leads to its place there
  for (const [name, href] of [
    ['Fréquence cardiaque', 'vitals?view=curves&period=1w&row=heartRate'],
    ['Asthme', 'problems?open=c1'],
    ['Pénicilline', 'allergies?open=a1'],
  ] as const)
    await expect.element(page.getByRole('link', { name })).toHaveAttribute('href', `/patients/p1/${href}`);
  // which scale the saturation was scored on, and when the next round was due
  for (const words of [leaves.join(' '), document_])
    expect(words).toContain(plain('SpO₂ : échelle 1 (≥ 96 %)'));
  expect(document_).toContain(plain('attendue le '));
  expect(leaves.filter((text) => !document_.includes(text))).toEqual([]);
  const headings = [...document.querySelectorAll('main h2')].map((h) => plain(h.textContent ?? '').trim());
  const order = blocks.flatMap((block) => (block.kind === 'heading' ? [plain(block.text)] : []));
  expect(order.map((name) => headings.findIndex((heading) => heading.includes(name)))).toEqual(
    order.map((_, i) => i),
  );
  // of what this person has no page of there is nothing
  const few = plain(wordsOf(fewer));
  expect(few).toContain('pénicilline');
  for (const hidden of ['potassium', 'progression', 'documents']) expect(few).not.toContain(hidden);
});

it('says what DICOM writes in capitals in words, and of files that there are none beside what reports conclude', async () => {
  const without: SummaryView = { ...view, imaging: part([]), documents: part([]) };
  await show(<SummaryPage patientId="p1" />, {
    answers: {
      summary: {
        get: () => view,
        changes: () => ({ since: null, visitAt: null, items: [], isPartial: false }),
      },
    },
    me: doctor,
  });
  await expect.element(page.getByRole('link', { name: 'Thorax' })).toBeVisible();
  await expect.element(page.getByText('Scanner', { exact: true })).toBeVisible();
  await show(<SummaryPage patientId="p1" />, {
    answers: {
      summary: {
        get: () => without,
        changes: () => ({ since: null, visitAt: null, items: [], isPartial: false }),
      },
    },
    me: doctor,
  });
  await expect.element(page.getByText(/^Aucune image enregistrée\s; les comptes rendus sont/)).toBeVisible();
  await expect.element(page.getByText(/^Aucun autre document que les comptes rendus/)).toBeVisible();
});
