import type { Bundle, Resource } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { summarySearches, type SummaryPart } from './searches.ts';
import { summaryView } from './view.ts';

const now = new Date('2026-11-24T10:00:00Z');
const bundle = (resources: object[]): Bundle => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource: resource as Resource })),
});
const answers = (given: Partial<Record<SummaryPart, Bundle>>) =>
  Object.fromEntries(
    (Object.keys(summarySearches('p', now)) as SummaryPart[]).map((part) => [
      part,
      given[part] ?? bundle([]),
    ]),
  ) as Record<SummaryPart, Bundle>;

test('the summary says what was concluded lately, the latest first, each once, withdrawn ones left out', () => {
  const report = (id: string, effectiveDateTime: string, more: object = {}) => ({
    resourceType: 'DiagnosticReport',
    id,
    status: 'final',
    code: { text: `Compte rendu ${id}` },
    effectiveDateTime,
    ...more,
  });
  const old = report('old', '2026-11-02', { conclusion: 'Nodule stable.' });
  const view = summaryView(
    answers({
      conclusions: bundle([
        old,
        report('ct', '2026-11-19', { conclusion: 'Progression du nodule.\nContrôle à 3 mois.' }),
        report('silent', '2026-11-21'),
        report('wrong', '2026-11-22', { status: 'entered-in-error', conclusion: 'Fracture.' }),
      ]),
      reports: bundle([
        old,
        report('lab', '2026-11-20', {
          status: 'preliminary',
          conclusionCode: [{ text: 'Anémie ferriprive' }],
        }),
      ]),
    }),
    now,
  );
  expect(view.conclusions.items).toEqual([
    expect.objectContaining({
      id: 'lab',
      status: 'preliminary',
      text: null,
      codes: [{ text: 'Anémie ferriprive', codes: [] }],
    }),
    expect.objectContaining({
      id: 'ct',
      date: '2026-11-19',
      text: 'Progression du nodule.\nContrôle à 3 mois.',
    }),
    expect.objectContaining({ id: 'old' }),
  ]);
});
