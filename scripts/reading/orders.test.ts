import { beforeAll, describe, expect, it } from 'vitest';
import { bannerClinical } from '../../apps/bff/src/features/patients/banner.ts';
import { allergiesView } from '../../apps/bff/src/features/allergies/view.ts';
import { documentsView } from '../../apps/bff/src/features/documents/view.ts';
import { immunizationsView } from '../../apps/bff/src/features/immunizations/view.ts';
import { medicationsView } from '../../apps/bff/src/features/medications/view.ts';
import { problemsView } from '../../apps/bff/src/features/problems/view.ts';
import { buildResults } from '../../apps/bff/src/features/results/build.ts';
import { summarySearches, type SummaryPart } from '../../apps/bff/src/features/summary/searches.ts';
import { summaryView } from '../../apps/bff/src/features/summary/view.ts';
import { buildTimeline } from '../../apps/bff/src/features/timeline/build.ts';
import { timelineSearches, type TimelinePart } from '../../apps/bff/src/features/timeline/searches.ts';
import { absenceWords } from '../../apps/web/src/components/absence-words.ts';
import { drugWords } from '../../apps/web/src/components/dosage-words.ts';
import { languageOf, type Language } from '../../apps/web/src/testing/language.ts';
import type { MedicationLine } from '../../packages/fhir-model/src/medication.ts';
import { leftOut } from '../../packages/config/src/left-out.ts';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { answerOf, noCases, of, resourcesOf } from './found.ts';

const now = new Date('2026-11-27T10:00:00Z');
const fhirUrl = 'http://fhir.test/fhir';
const languages = {} as Record<'fr' | 'en', Language>;
beforeAll(async () => {
  for (const locale of ['fr', 'en'] as const) languages[locale] = await languageOf(locale);
});

const all = <P extends string>(searches: Record<P, { type: Resource['resourceType'] }>, given: Resource[]) =>
  Object.fromEntries(
    Object.entries<{ type: Resource['resourceType'] }>(searches).map(([part, { type }]) => [
      part,
      answerOf(given, type),
    ]),
  ) as Record<P, Bundle>;
const summaryOf = (given: Resource[]) => {
  const answers = all<SummaryPart>(summarySearches('p', now), given);
  // asked for by their status: they are here once
  return summaryView({ ...answers, problemsWithoutStatus: answerOf([], 'Condition') }, now);
};
const timelineOf = (given: Resource[]) => buildTimeline(all<TimelinePart>(timelineSearches('p'), given), now);
const bannerOf = (given: Resource[]) =>
  bannerClinical(
    { resourceType: 'Patient', id: 'p' },
    [
      answerOf(given, 'AllergyIntolerance'),
      ...['Observation', 'Flag', 'Encounter', 'Consent'].map((type) =>
        answerOf([], type as Resource['resourceType']),
      ),
    ],
    now,
  );
const medicationsOf = (given: Resource[]) =>
  medicationsView(answerOf(given, 'MedicationRequest'), answerOf(given, 'MedicationStatement'), now);

/** A line of treatment as it is read, spaces as anybody types them. */
const read = (line: MedicationLine, language: 'fr' | 'en' = 'fr'): string => {
  const { f, medications } = languages[language];
  const { inn, brand, parts } = drugWords(line, medications, f);
  return [brand ? `${inn} (${brand})` : inn, ...parts].join(' – ').replaceAll(/[\u00a0\u202f]/g, ' ');
};

describe.skipIf(noCases)(leftOut('what is ordered and stated, as a person reads it', noCases), () => {
  it.each([
    ['dosage-text-hidden', 'A3', '1 fois par jour – « 1 comprimé le matin, NE PAS DONNER si pouls < 60 »'],
    [
      'dosage-text-hidden',
      'A4',
      '« 1 comprimé par jour » – Consigne au patient : Avaler entier, ne pas écraser',
    ],
    ['dosage-text-hidden', 'A5', 'au plus 10 mg par prise – au plus 40 mg en 24 heures'],
    [
      'dosage-text-hidden',
      'A6',
      'Si douleur – sublinguale – si besoin : douleur thoracique – au plus 3 g par jour',
    ],
    ['timing-lost', 'A7', '500 mg – Deux fois par jour'],
    ['timing-lost', 'A8', '500 mg – toutes les 12 heures'],
    ['timing-lost', 'A9', '1 000 mg – le 10/07/2026 08:00'],
    ['timing-lost', 'B1', '1 g – débit 100 mL/h – IV – toutes les 8 heures, durée 30 minutes'],
    [
      'timing-lost',
      'B2',
      '40 mg, 1 fois par jour, du 01/06/2026 au 05/06/2026 – puis : 20 mg, 1 fois par jour, du 06/06/2026 au 10/06/2026 – puis : 10 mg, 1 fois par jour, à partir du 11/06/2099',
    ],
    ['timing-lost', 'B3', '1 comprimé – tard le soir'],
    ['timing-lost', 'B4', '1 comprimé – 30 min avant les repas'],
    ['strength-of-liquids', 'b7', '250 mg/5 mL suspension buvable – 5 mL – 3 fois par jour'],
    ['strength-of-liquids', 'b8', '2,5 mg – 1 comprimé – 1 fois par jour'],
    ['strength-of-liquids', 'enoxaparin', '100 mg/mL prefilled syringe – 0,4 mL – 1 seringue'],
  ])('%s, %s', (name, drug, words) => {
    const lines = medicationsOf(resourcesOf(name)).current.map((line) => read(line));
    expect(lines.find((line) => line.startsWith(drug))).toContain(words);
    const ofSummary = summaryOf(resourcesOf(name)).medications.items.map((line) => read(line));
    expect(ofSummary.sort()).toEqual(lines.sort());
  });
  it('says the same in English', () => {
    const lines = ['dosage-text-hidden', 'timing-lost', 'strength-of-liquids'].flatMap((name) =>
      medicationsOf(resourcesOf(name)).current.map((line) => read(line, 'en')),
    );
    for (const words of [
      'at most 10 mg at a time – at most 40 mg in 24 hours',
      'Told to the patient: Avaler entier, ne pas écraser',
      'every 12 hours',
      'rate 100 mL/h – IV – every 8 hours, lasting 30 minutes',
      'then: 10 mg, once a day, from 11/06/2099',
      'late evening',
      '30 min before meals',
      '2.5 mg – 1 comprimé',
      '0.4 mL',
    ])
      expect(lines.join('\n')).toContain(words);
  });

  it('do-not-perform: aspirin is under way nowhere, and said not to be given', () => {
    const given = resourcesOf('do-not-perform');
    expect(medicationsOf(given)).toMatchObject({
      current: [],
      past: [],
      prohibited: [{ isProhibited: true }],
    });
    expect(summaryOf(given).medications).toMatchObject({ items: [], prohibited: [{ isCurrent: false }] });
    expect(timelineOf(given).items).toMatchObject([
      { isCurrent: false, isDenied: true, status: 'do-not-perform' },
    ]);
  });

  it.each([
    ['zbug-al1', 'none-known', 'Aucune allergie connue'],
    ['zbug-al2', 'not-recorded', 'Allergies\u00a0: aucune information'],
    ['zbug-al3', 'none-known-of', 'Aucune allergie alimentaire connue'],
    ['zbug-al4', 'none-known', 'Aucune allergie connue'],
    ['zbug-al5', 'none-known', 'Aucune allergie connue'],
    ['zbug-al7', 'known', 'Aucune allergie médicamenteuse connue'],
  ])('allergy-none-known, %s: %s', (patient, state, words) => {
    const given = of(patient, resourcesOf('allergy-none-known'));
    const listed = patient === 'zbug-al7' ? ['Arachide'] : [];
    const view = allergiesView(answerOf(given, 'AllergyIntolerance'));
    expect([view.state, view.current.map((a) => a.substance.text)]).toEqual([state, listed]);
    const saidOf = (statements: typeof view.statements) =>
      statements.map(({ absence }) => absenceWords({ of: 'allergy', ...absence }, languages.fr.common));
    expect(saidOf(view.statements)).toEqual([words]);
    const { allergies } = summaryOf(given);
    expect([allergies.state, allergies.items.length, saidOf(allergies.statements)]).toEqual([
      state,
      listed.length,
      [words],
    ]);
    const banner = bannerOf(given).allergies;
    expect([banner.state, banner.items.map((a) => a.substance.text)]).toEqual([state, listed]);
    // in the timeline it is what it says, not an allergy
    expect(
      timelineOf(given)
        .items.filter((i) => i.absence === null)
        .map((i) => i.title.text),
    ).toEqual(listed);
  });

  it('immunization-and-problems', () => {
    const given = resourcesOf('immunization-and-problems');
    const problems = problemsView(answerOf(given, 'Condition'), now);
    const names = (items: { name: { text: string | null } }[]) => items.map((p) => p.name.text);
    expect(names(problems.current).sort()).toEqual([
      'Asthme (année seule)',
      'Embolie pulmonaire (hypothèse)',
    ]);
    expect(names(problems.refuted)).toEqual(['Diabète réfuté']);
    expect([problems.past, problems.statements]).toMatchObject([
      [],
      [{ absence: { says: 'none-known' }, isContradicted: true }],
    ]);
    const summary = summaryOf(given);
    expect(names(summary.problems.items).sort()).toEqual(names(problems.current).sort());
    expect(
      summary.immunizations.items.map((i) => [i.vaccine.text, i.isSubpotent]).filter(([, is]) => is),
    ).toEqual([['Rougeole dose insuffisante', true]]);
    const { items } = immunizationsView(answerOf(given, 'Immunization'));
    expect(items.map((i) => [i.vaccine.text, i.status, i.isSubpotent, i.subpotentReasons[0]?.text])).toEqual(
      expect.arrayContaining([
        ['Grippe refusée', 'not-done', false, undefined],
        ['Rougeole dose insuffisante', 'completed', true, 'Chaîne du froid rompue'],
      ]),
    );
    expect(items.some((i) => i.vaccine.text === 'Saisi par erreur')).toBe(false);
    const line = (title: string) => timelineOf(given).items.find((i) => i.title.text === title);
    expect(line('Diabète réfuté')).toMatchObject({ isDenied: true, status: 'refuted', isCurrent: false });
    expect(line('Embolie pulmonaire (hypothèse)')?.status).toBe('differential');
    expect(line('Rougeole dose insuffisante')?.status).toBe('subpotent');
    expect(line('Grippe refusée')).toMatchObject({ isDenied: true, details: ['Refus de la patiente'] });
    expect(line('Fièvre jaune vers 1980')?.details).toEqual(['dans les années 1980']);
  });

  it('report-presented-form: the report is listed with its file, the letter among the documents', async () => {
    const given = resourcesOf('report-presented-form');
    const { reports } = await buildResults(
      answerOf([], 'Observation'),
      answerOf(given, 'DiagnosticReport'),
      fhirUrl,
    );
    expect(reports).toMatchObject([
      { id: 'zbug-rep1', files: [{ title: 'CR IRM', kind: 'text', isAvailable: true }] },
    ]);
    const { items } = documentsView(
      answerOf([], 'DocumentReference'),
      answerOf(given, 'Composition'),
      fhirUrl,
    );
    expect(items).toMatchObject([
      { source: 'composition', title: 'Lettre de sortie', authors: ['Dr X'], contents: [{ kind: 'text' }] },
    ]);
  });

  it('documents: how each file opens, and none that was entered in error', () => {
    const given = resourcesOf('documents');
    const { items } = documentsView(
      answerOf(given, 'DocumentReference'),
      answerOf([], 'Composition'),
      fhirUrl,
    );
    expect(
      Object.fromEntries(items.map((d) => [d.title?.slice(0, 2), d.contents.map((c) => c.kind).join(', ')])),
    ).toEqual({
      '01': 'text',
      '02': 'text',
      '03': 'text',
      '06': 'pdf',
      '07': 'image',
      '09': 'pdf, image, text',
      '11': 'unknown', // only the Binary knows; it is seen when it is opened
    });
    const titles = (of_: { title: string | null }[]) => of_.map((d) => d.title);
    expect(titles(summaryOf(given).documents.items)).not.toContain('08 docStatus erroné');
    expect(timelineOf(given).items.map((i) => i.title.text)).not.toContain('08 docStatus erroné');
  });
});
