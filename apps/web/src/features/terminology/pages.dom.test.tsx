import type { ConceptView, ReleasesView, ReleaseView } from '@keneyapp/bff/features/terminology/view';
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal, unreachable, type Answers } from '../../testing/answers.ts';
import { terminologyKeeper } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { FavouritesPage } from './favourites-page.tsx';
import { ReleasesPage } from './releases-page.tsx';
import { SearchPage } from './search-page.tsx';
import { UncodedPage } from './uncoded-page.tsx';

const cim10 = 'https://smt.esante.gouv.fr/terminologie-cim-10';
const release: ReleaseView = {
  key: 'k1',
  system: cim10,
  version: '2026',
  title: 'CIM-10 FR',
  isSample: true,
  concepts: 42,
  copyright: 'OMS, ATIH',
  changedAt: '2026-11-20T09:00:00+01:00',
  fields: ['Condition.code'],
  search: 'ready',
};
const releases: ReleasesView = {
  releases: [release],
  isReachable: true,
  unfinished: [],
  missing: [{ system: 'http://loinc.org', fields: ['ServiceRequest.code'] }],
};
const concept: ConceptView = {
  system: cim10,
  code: 'I10',
  display: 'Hypertension essentielle',
  version: '2026',
  designations: [{ language: 'en', use: null, text: 'Essential hypertension' }],
  properties: [{ name: 'kind', value: 'category' }],
  maps: [
    {
      system: 'http://snomed.info/sct',
      code: '59621000',
      display: null,
      equivalence: 'equivalent',
      map: null,
    },
  ],
  uses: [
    { field: 'Condition.code', count: 0 },
    { field: 'Procedure.code', count: null },
  ],
  parents: [{ code: 'IX', display: 'Appareil circulatoire' }],
  children: [],
  moreChildren: 0,
  abbreviations: ['HTA'],
};
const as = (terminology: Answers['terminology'] = {}, at = '/terminology') => ({
  me: terminologyKeeper,
  at,
  answers: { terminology: { releases: () => releases, ...terminology } },
});
const button = (name: string) => page.getByRole('button', { name });

describe('releases', () => {
  it('say how much there is, what searches it, what is missing and how it is imported, and that CPT never is', async () => {
    await show(<ReleasesPage />, as());
    await expect
      .element(page.getByRole('row', { name: /CIM-10/ }))
      .toMatchTextContent(/2026.*42.*Échantillon.*Recherche immédiate.*Problème/);
    await expect
      .element(page.getByRole('region', { name: 'Terminologies qui manquent' }))
      .toMatchTextContent(/LOINC Examen demandé.*npm run terminology -- import/);
    await expect.element(page.getByText('CPT n’est jamais chargée ici', { exact: false })).toBeVisible();
  });
  it('name an import that broke off', async () => {
    await show(<ReleasesPage />, as({ releases: () => ({ ...releases, unfinished: ['http://loinc.org'] }) }));
    await expect
      .element(page.getByText('Chargement en cours ou interrompu : LOINC.', { exact: false }))
      .toBeVisible();
  });
  it('stay while the server is away, which is said, and asked again', async () => {
    let isReachable = false;
    await show(<ReleasesPage />, as({ releases: () => ({ ...releases, isReachable }) }));
    const said = page.getByText('Le serveur de terminologies ne répond pas.', { exact: false });
    await expect.element(said).toBeVisible();
    await expect.element(page.getByRole('row', { name: /CIM-10/ })).toBeVisible();
    isReachable = true;
    await button('Réessayer').click();
    await expect.element(said).not.toBeInTheDocument();
  });
});

describe('search', () => {
  const found = {
    find: () => [{ code: 'I10', display: 'Hypertension essentielle', found: 'HTA', meaning: null }],
  };

  it('leads to a code: its words, neighbours, maps, short forms; never used is not the same as not counted', async () => {
    await show(<SearchPage />, as({ ...found, concept: () => concept }, '/terminology/search'));
    await page.getByRole('searchbox', { name: 'Mots, abréviation ou code' }).fill('hta');
    await page.getByRole('link', { name: /Hypertension essentielle/ }).click();
    const detail = page.getByRole('region', { name: 'Hypertension essentielle' });
    await expect.element(detail).toMatchTextContent(/CIM-10 I10 · version 2026/);
    await expect.element(detail).toMatchTextContent(/Problème jamais utilisé/);
    await expect.element(detail).toMatchTextContent(/Intervention le serveur n’a pas pu compter/);
    await expect.element(detail).toMatchTextContent(/Essential hypertension anglais/);
    await expect
      .element(detail.getByRole('link', { name: /Appareil circulatoire/ }))
      .toHaveAttribute('href', expect.stringContaining('code=IX'));
    await expect.element(detail.getByRole('link', { name: /SNOMED CT 59621000/ })).toBeVisible();
    await expect.poll(() => window.location.search).toContain('code=I10');
  });
  it('names each terminology once, also where its title begins with its name', async () => {
    const loinc = { ...release, key: 'k2', system: 'http://loinc.org', title: 'Examens de biologie' };
    await show(
      <SearchPage />,
      as({ releases: () => ({ ...releases, releases: [release, loinc] }) }, '/terminology/search'),
    );
    const options = page.getByRole('combobox', { name: 'Terminologie' }).getByRole('option');
    await expect.element(options.nth(0)).toHaveTextContent('CIM-10 FR');
    await expect.element(options.nth(1)).toHaveTextContent('LOINC – Examens de biologie');
  });
  it('says what a short form was taken for, once for each of its meanings', async () => {
    const line = { found: null, meaning: { short: 'IRA', text: 'Insuffisance rénale aiguë' } };
    const other = { found: null, meaning: { short: 'IRA', text: 'Infection respiratoire aiguë' } };
    const find = () => [
      { ...line, code: 'N17.9', display: 'Insuffisance rénale aiguë, sans précision' },
      { ...other, code: 'J22', display: 'Infections aiguës des voies respiratoires inférieures' },
    ];
    await show(<SearchPage />, as({ find }, '/terminology/search'));
    await page.getByRole('searchbox', { name: 'Mots, abréviation ou code' }).fill('ira');
    await expect
      .element(page.getByRole('link', { name: /N17.9/ }))
      .toMatchTextContent(/IRA : Insuffisance rénale aiguë/);
    await expect
      .element(page.getByRole('link', { name: /J22/ }))
      .toMatchTextContent(/IRA : Infection respiratoire aiguë/);
  });
  it('says of a code of the address that it is not loaded', async () => {
    const at = `/terminology/search?system=${encodeURIComponent(cim10)}&code=Z99`;
    await show(<SearchPage />, as({ concept: () => Promise.reject(refusal('NOT_FOUND')) }, at));
    await expect.element(page.getByText('Ce code n’est pas dans la version chargée')).toBeVisible();
  });
  it('does not take a server that is away for a code that is not there', async () => {
    await show(<SearchPage />, as({ find: () => Promise.reject(unreachable()) }, '/terminology/search'));
    await page.getByRole('searchbox', { name: 'Mots, abréviation ou code' }).fill('hta');
    await expect.element(page.getByRole('alert')).toBeVisible();
    await expect.element(page.getByText('Aucun code ne correspond à ces mots')).not.toBeInTheDocument();
  });
});

describe('favourites', () => {
  it('of a service are taken away and had back', async () => {
    const favourite = {
      field: 'Condition.code' as const,
      system: cim10,
      code: 'I10',
      display: 'Hypertension essentielle',
    };
    let favourites = [favourite];
    const { callsOf } = await show(
      <FavouritesPage />,
      as(
        {
          services: () => [{ id: 'cardio', name: 'Cardiologie' }],
          serviceFavourites: ({ serviceId }) => ({ serviceId, favourites }),
          setServiceFavourite: ({ isFavourite }) => {
            favourites = isFavourite ? [favourite] : [];
            return null;
          },
        },
        '/terminology/favourites',
      ),
    );
    await page.getByRole('combobox', { name: 'Service' }).selectOptions('Cardiologie');
    await button('Retirer Hypertension essentielle').click();
    await expect
      .element(page.getByText('Ce service n’a pas encore de favori.', { exact: false }))
      .toBeVisible();
    await button('Annuler : Hypertension essentielle redevient un favori').click();
    await expect.element(page.getByRole('row', { name: /Hypertension essentielle/ })).toBeVisible();
    expect(callsOf('terminology.setServiceFavourite')).toMatchObject([
      { serviceId: 'cardio', code: 'I10', isFavourite: false },
      { serviceId: 'cardio', code: 'I10', isFavourite: true },
    ]);
  });
});

describe('words without a code', () => {
  it('are listed with how often, and say when that is not all', async () => {
    const line = { field: 'Condition.code' as const, text: 'Mal de dos', count: 7, latest: null };
    await show(<UncodedPage />, as({ uncoded: () => ({ lines: [line], isTruncated: true }) }));
    await expect.element(page.getByRole('row', { name: /Mal de dos/ })).toMatchTextContent(/Problème.*7/);
    await expect.element(page.getByText('il y en a davantage', { exact: false })).toBeVisible();
  });
  it('may be none', async () => {
    await show(<UncodedPage />, as({ uncoded: () => ({ lines: [], isTruncated: false }) }));
    await expect.element(page.getByText('Tout ce qui est saisi a un code.')).toBeVisible();
  });
});
