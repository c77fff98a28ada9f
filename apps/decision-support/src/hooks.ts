import { z } from 'zod';
import type { Language, Words } from './findings.ts';
import { catalogue } from './rules/catalogue.ts';
import { creatinineCodes, filtrationCodes, pregnancyStatus, weightCodes } from './case/measured.ts';

/** The hooks that are answered (https://cds-hooks.hl7.org/2.0/, https://cds-hooks.org/hooks/). */
const hooks = ['order-select', 'order-sign', 'patient-view'] as const;
export type Hook = (typeof hooks)[number];

const observations = (codes: readonly string[], count: number): string =>
  `Observation?patient={{context.patientId}}&code=${codes.map((code) => `http://loinc.org|${code}`).join(',')}&_sort=-date&_count=${count}`;

/** What a client is asked to hand over: everything rules look at, in as few searches as that takes. */
const prefetch = {
  patient: 'Patient/{{context.patientId}}',
  medications:
    'MedicationRequest?patient={{context.patientId}}&status=active,on-hold&_include=MedicationRequest:medication&_count=200',
  statements:
    'MedicationStatement?patient={{context.patientId}}&status=active,on-hold&_include=MedicationStatement:medication&_count=200',
  allergies: 'AllergyIntolerance?patient={{context.patientId}}&_count=200',
  conditions: 'Condition?patient={{context.patientId}}&clinical-status=active,recurrence,relapse&_count=200',
  kidney: observations([...creatinineCodes, ...filtrationCodes], 20),
  weight: observations(weightCodes, 1),
  // what was struck out comes along, and says nothing
  pregnancy: observations([pregnancyStatus], 10),
};

const titles: Record<Hook, { title: string; description: string }> = {
  'order-select': {
    title: 'Sécurité de la prescription, à la saisie',
    description:
      'Allergies, doublons, interactions, fonction rénale, âge, grossesse, doses, événements qui ne doivent jamais arriver.',
  },
  'order-sign': {
    title: 'Sécurité de la prescription, à la signature',
    description: 'Les mêmes règles sur toutes les prescriptions qui vont être signées.',
  },
  'patient-view': {
    title: 'Sécurité de la prescription, à l’ouverture du dossier',
    description: 'Les mêmes règles entre les traitements en cours, sans rien de nouveau.',
  },
};

/** Extension of a service: its rules by name, so that a hospital can rehearse one, keep it silent, or let it inform alone. */
const rulesExtension = 'https://keneyapp.example/cds-hooks/rules';
/** Which list of interactions is loaded, and of when. */
const knowledgeExtension = 'https://keneyapp.example/cds-hooks/knowledge';
export interface LoadedKnowledge {
  title: string;
  publisher: string;
  date: string;
  isSample: boolean;
  size: number;
}
/** Answer of `GET /cds-services`. */
export const discovery = (language: Language, knowledge: LoadedKnowledge) => ({
  services: hooks.map((hook) => ({
    hook,
    id: `keneyapp-${hook}`,
    ...titles[hook],
    prefetch,
    extension: {
      [rulesExtension]: catalogue.map((one) => ({ ...one, title: one.title[language] })),
      [knowledgeExtension]: [knowledge],
    },
  })),
});
export const hookOf = (id: string): Hook | null => hooks.find((hook) => `keneyapp-${hook}` === id) ?? null;

const bundle = z.looseObject({ resourceType: z.literal('Bundle') });
const resource = z.looseObject({ resourceType: z.string() });

/** What a client sends (https://cds-hooks.hl7.org/2.0/#http-request_1). Its resources are read defensively later. */
export const requestSchema = z.object({
  hook: z.enum(hooks),
  hookInstance: z.uuid(),
  extension: z
    .looseObject({
      /** Judged as on that day: what was ordered before, with what the chart said then (rehearsals). */
      'https://keneyapp.example/cds-hooks/as-of': z.iso.datetime({ offset: true }).optional(),
    })
    .optional(),
  fhirServer: z.string().optional(),
  context: z.looseObject({
    userId: z.string().min(1),
    patientId: z.string().min(1),
    encounterId: z.string().optional(),
    draftOrders: bundle.optional(),
    selections: z.array(z.string()).optional(),
  }),
  /** A key that is not there was not handed over; what was handed over empty is empty. */
  prefetch: z.record(z.string(), resource.nullable()).default({}),
});
export type HookRequest = z.infer<typeof requestSchema>;

/** Why somebody signs in spite of a card; its codes stand in the record. */
export const overrideReasons: readonly { code: string; display: Words }[] = [
  {
    code: 'benefit-outweighs',
    display: { fr: 'Bénéfice jugé supérieur au risque', en: 'Benefit outweighs the risk' },
  },
  { code: 'monitored', display: { fr: 'Surveillance prévue', en: 'Monitoring is planned' } },
  { code: 'tolerated', display: { fr: 'Déjà reçu et bien toléré', en: 'Taken before and tolerated' } },
  { code: 'no-alternative', display: { fr: 'Pas d’alternative', en: 'No alternative' } },
  {
    code: 'already-adapted',
    display: { fr: 'Dose ou durée déjà adaptée', en: 'Dose or duration already adapted' },
  },
  {
    code: 'not-applicable',
    display: { fr: 'Ne concerne pas ce patient', en: 'Does not apply to this patient' },
  },
  { code: 'other', display: { fr: 'Autre raison, à écrire', en: 'Another reason, to be written' } },
];
export const overrideSystem = 'https://keneyapp.example/fhir/CodeSystem/override-reason';
