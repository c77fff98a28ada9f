import type { UnreadStudies, UnreadStudy } from '@keneyapp/bff/features/imaging/view';
import type { RecentPrescription, RecentPrescriptions } from '@keneyapp/bff/features/medications/view';
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal } from '../../testing/answers.ts';
import { coded, medication } from '../../testing/clinical.ts';
import { doctor } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { UnreadCard } from '../imaging/unread-card.tsx';
import { RecentCard } from '../medications/recent-card.tsx';

const readAt = '2026-11-28T09:30:00Z';
const patient: RecentPrescription['patient'] = {
  id: 'p1',
  birthName: 'Aubert',
  usedName: null,
  givenNames: ['Jeanne'],
  usedGivenName: null,
  suffix: null,
  deceased: null,
  multipleBirth: null,
  attributes: [],
  isTest: false,
  birthDate: '1957-03-14',
  age: { value: 69, unit: 'year' },
  sex: 'female',
  ipp: '8001',
};
const prescription = (part: Partial<RecentPrescription> = {}): RecentPrescription => ({
  key: 'm1',
  change: 'new',
  at: '2026-11-28T08:00:00Z',
  patient,
  isHomonym: false,
  line: medication({ prescriber: 'Dr Blanc' }),
  ...part,
});
const study = (part: Partial<UnreadStudy> = {}, own: Partial<UnreadStudy['study']> = {}): UnreadStudy => ({
  patient,
  isHomonym: false,
  priority: null,
  study: {
    id: 's1',
    uid: '1.2.3',
    date: '2026-11-28T08:00:00Z',
    description: 'Scanner thoracique',
    modalities: ['CT'],
    bodySites: ['CHEST'],
    accession: null,
    reason: 'Dyspnée',
    instances: 72,
    state: 'available',
    series: [],
    report: null,
    ...own,
  },
  ...part,
});
const row = (name: RegExp) => page.getByRole('row', { name });

describe('recent prescriptions', () => {
  const open = (rows: RecentPrescription[], part: Partial<RecentPrescriptions> = {}) =>
    show(<RecentCard />, {
      answers: { medications: { listRecent: () => ({ rows, isTruncated: false, readAt, ...part }) } },
      me: doctor,
    });

  it('say who, what became of which drug, by whom, and lead to the drug', async () => {
    const stopped = medication({ id: 'm2', statusReasons: [coded('Saignement')] });
    await open([
      prescription(),
      prescription({ key: 'm2', change: 'stopped', line: stopped, isHomonym: true }),
    ]);
    for (const words of ['14/03/1957', 'Nouvelle', 'Dr Blanc'])
      await expect.element(row(/Nouvelle/)).toMatchTextContent(words);
    for (const words of ['Arrêtée', 'Saignement', 'Nom voisin'])
      await expect.element(row(/Arrêtée/)).toMatchTextContent(words);
    await expect
      .element(row(/Nouvelle/).getByRole('link', { name: /^AUBERT/ }))
      .toHaveAttribute('href', '/patients/p1/medications?drug=request%7Em1');
    await expect.element(page.getByText(/depuis 72 h/)).toBeVisible();
  });

  it('say that there are more than these', async () => {
    await open([prescription()], { isTruncated: true });
    await expect.element(page.getByRole('alert')).toMatchTextContent('Plus de 1');
  });
});

describe('studies to read', () => {
  const open = (list: () => UnreadStudies) =>
    show(<UnreadCard />, { answers: { imaging: { listUnread: list } }, me: doctor });

  it('say who, what, how urgent, and lead to the images', async () => {
    const rows = [
      study({ priority: 'stat' }),
      study(
        {},
        {
          id: 's2',
          uid: null,
          state: 'none',
          modalities: ['OT'],
          report: {
            id: 'r',
            status: 'preliminary',
            title: null,
            conclusion: null,
            issued: null,
            documentUrl: null,
          },
        },
      ),
    ];
    await open(() => ({ rows, isTruncated: false, readAt, days: 30 }));
    for (const words of ['Immédiat', 'Scanner', 'Thorax', 'Dyspnée'])
      await expect.element(row(/Immédiat/)).toMatchTextContent(words);
    for (const words of ['Compte rendu provisoire', 'Images non référencées', 'OT'])
      await expect.element(row(/provisoire/)).toMatchTextContent(words);
    await expect
      .element(row(/Immédiat/).getByRole('link', { name: /^AUBERT/ }))
      .toHaveAttribute('href', '/patients/p1/imaging?study=1.2.3');
    await expect
      .element(row(/provisoire/).getByRole('link', { name: /^AUBERT/ }))
      .toHaveAttribute('href', '/patients/p1/imaging');
  });

  it('say that there is none', async () => {
    await open(() => ({ rows: [], isTruncated: false, readAt, days: 30 }));
    await expect.element(page.getByText('Aucun examen sans compte rendu validé.')).toBeVisible();
  });

  it('say why there is no list', async () => {
    await open(() => {
      throw refusal('BAD_GATEWAY');
    });
    await expect.element(page.getByRole('button', { name: 'Réessayer' })).toBeVisible();
  });
});
