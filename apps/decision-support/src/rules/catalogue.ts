import type { Level, Source, Words } from '../findings.ts';

/** What a client that keeps rules on, silent or off is told of each: what it is called, what it does where it is met. */
export interface CatalogueEntry {
  rule: string;
  title: Words;
  /** The gravest level it may have. */
  level: Level;
  /** Null: each line of its data has a source of its own, shown with the alert. */
  source: Pick<Source, 'label' | 'url'> | null;
}

const neverEvents = {
  label: 'Note d’information DGOS/RI2/2024/75 (never events)',
  url: 'https://omeditbretagne.fr/qualite-securite-vigilance/never-events-mhr',
};
const chart = { label: 'Allergies inscrites dans le dossier', url: null };
const thesaurus = {
  label: 'ANSM, Thésaurus des interactions médicamenteuses',
  url: 'https://ansm.sante.fr/documents/reference/thesaurus-des-interactions-medicamenteuses-1',
};
const kdigo = {
  label: 'KDIGO, Acute Kidney Injury (2012), Chronic Kidney Disease (2012)',
  url: 'https://kdigo.org/guidelines/',
};

type Line = [rule: string, level: Level, fr: string, en: string];
const entries = (source: CatalogueEntry['source'], lines: readonly Line[]): CatalogueEntry[] =>
  lines.map(([rule, level, fr, en]) => ({ rule, level, title: { fr, en }, source }));

/** Every rule that an alert can name. */
export const catalogue: readonly CatalogueEntry[] = [
  ...entries(neverEvents, [
    [
      'never.methotrexate-daily',
      'blocks',
      'Méthotrexate : une prise par semaine',
      'Methotrexate: once a week',
    ],
    ['never.potassium-undiluted', 'blocks', 'Potassium injectable non dilué', 'Undiluted potassium'],
    [
      'never.potassium-concentration',
      'blocks',
      'Potassium : concentration et débit',
      'Potassium: concentration, rate',
    ],
    ['never.insulin-no-dose', 'blocks', 'Insuline sans dose', 'Insulin without a dose'],
    ['never.insulin-unit', 'blocks', 'Insuline dans une autre unité', 'Insulin in another unit'],
    ['never.insulin-abbreviation', 'blocks', 'Insuline : unités abrégées', 'Insulin: abbreviated units'],
    ['never.insulin-route', 'blocks', 'Insuline qui ne s’injecte pas', 'Insulin that is not injected'],
    ['never.insulin-pen-iv', 'blocks', 'Insuline : stylo par voie veineuse', 'Insulin: a pen into a vein'],
    ['never.insulin-slow-iv', 'blocks', 'Insuline lente par voie veineuse', 'Slow insulin into a vein'],
    [
      'never.anticoagulant-incomplete',
      'blocks',
      'Anticoagulant sans dose ni voie',
      'Anticoagulant without dose or route',
    ],
    ['never.two-anticoagulants', 'blocks', 'Deux anticoagulants', 'Two anticoagulants'],
    ['never.anticoagulant-relay', 'needs-reason', 'Relais d’anticoagulants', 'Relay of anticoagulants'],
    ['never.colchicine-dose', 'blocks', 'Colchicine : dose', 'Colchicine: dose'],
    ['never.colchicine-macrolide', 'blocks', 'Colchicine et macrolide', 'Colchicine with a macrolide'],
    ['never.colchicine-kidney', 'blocks', 'Colchicine et insuffisance rénale', 'Colchicine in renal failure'],
    ['never.methadone-no-dose', 'blocks', 'Méthadone sans dose', 'Methadone without a dose'],
    ['never.methadone-first-dose', 'blocks', 'Méthadone : première dose', 'Methadone: first dose'],
    ['never.methadone-first', 'needs-reason', 'Méthadone : première prescription', 'Methadone: first order'],
    [
      'never.methadone-beside',
      'blocks',
      'Méthadone en plus de celle en cours',
      'Methadone beside the current one',
    ],
    [
      'never.methadone-capsule',
      'needs-reason',
      'Méthadone : gélule pour commencer',
      'Methadone: beginning with capsules',
    ],
    [
      'never.methadone-interval',
      'needs-reason',
      'Méthadone : plus d’une prise par jour',
      'Methadone: several doses a day',
    ],
    ['never.methadone-qt', 'blocks', 'Méthadone et allongement du QT', 'Methadone and a long QT'],
    [
      'never.vinca-route',
      'blocks',
      'Vinca-alcaloïde hors voie veineuse',
      'Vinca alkaloid other than into a vein',
    ],
    ['never.intrathecal', 'blocks', 'Cytotoxique par voie intrathécale', 'Cytotoxic intrathecally'],
    ['never.oral-form-injected', 'blocks', 'Forme orale injectée', 'Oral form injected'],
  ]),
  ...entries(chart, [
    ['allergy.confirmed', 'blocks', 'Allergie confirmée', 'Confirmed allergy'],
    ['allergy.unconfirmed', 'needs-reason', 'Allergie non confirmée', 'Allergy not confirmed'],
    [
      'allergy.class',
      'needs-reason',
      'Allergie de classe ou croisée',
      'Allergy to the class, cross-reaction',
    ],
    ['allergy.intolerance', 'informs', 'Intolérance', 'Intolerance'],
  ]),
  ...entries(
    { label: 'OMS, classification ATC', url: 'https://atcddd.fhi.no/atc/structure_and_principles/' },
    [['duplicate.substance', 'needs-reason', 'Doublon de substance', 'Duplicate substance']],
  ),
  ...entries(thesaurus, [
    [
      'interaction.contraindicated',
      'needs-reason',
      'Interaction : contre-indication',
      'Interaction: contraindicated',
    ],
    [
      'interaction.not-advised',
      'needs-reason',
      'Interaction : association déconseillée',
      'Interaction: not advised',
    ],
    ['interaction.caution', 'informs', 'Interaction : précaution d’emploi', 'Interaction: caution'],
    [
      'interaction.to-consider',
      'informs',
      'Interaction : à prendre en compte',
      'Interaction: to be considered',
    ],
  ]),
  ...entries(kdigo, [
    ['kidney.unstable', 'needs-reason', 'Créatinine instable', 'Creatinine moves'],
    ['kidney.fell', 'needs-reason', 'Fonction rénale en baisse', 'Renal function fell'],
  ]),
  ...entries(null, [
    [
      'kidney.limit',
      'needs-reason',
      'Fonction rénale : limite du médicament',
      'Renal function: limit of the drug',
    ],
    ['age.limit', 'needs-reason', 'Âge', 'Age'],
    ['pregnancy.avoid', 'needs-reason', 'Grossesse', 'Pregnancy'],
    ['pregnancy.before', 'needs-reason', 'Femme en âge de procréer', 'Woman of childbearing age'],
    ['dose.day', 'needs-reason', 'Dose maximale par jour', 'Maximum dose a day'],
  ]),
];
