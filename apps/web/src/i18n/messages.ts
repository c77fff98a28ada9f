import type administration from '../../messages/fr/administration.json';
import type accesses from '../../messages/fr/accesses.json';
import type allergies from '../../messages/fr/allergies.json';
import type appointments from '../../messages/fr/appointments.json';
import type audit from '../../messages/fr/audit.json';
import type common from '../../messages/fr/common.json';
import type consents from '../../messages/fr/consents.json';
import type dicom from '../../messages/fr/dicom.json';
import type documents from '../../messages/fr/documents.json';
import type drafts from '../../messages/fr/drafts.json';
import type emergency from '../../messages/fr/emergency.json';
import type encounters from '../../messages/fr/encounters.json';
import type identities from '../../messages/fr/identities.json';
import type imaging from '../../messages/fr/imaging.json';
import type immunizations from '../../messages/fr/immunizations.json';
import type live from '../../messages/fr/live.json';
import type medications from '../../messages/fr/medications.json';
import type orders from '../../messages/fr/orders.json';
import type patients from '../../messages/fr/patients.json';
import type problems from '../../messages/fr/problems.json';
import type procedures from '../../messages/fr/procedures.json';
import type family from '../../messages/fr/family.json';
import type flags from '../../messages/fr/flags.json';
import type habits from '../../messages/fr/habits.json';
import type implants from '../../messages/fr/implants.json';
import type record from '../../messages/fr/record.json';
import type results from '../../messages/fr/results.json';
import type reviews from '../../messages/fr/reviews.json';
import type rules from '../../messages/fr/rules.json';
import type session from '../../messages/fr/session.json';
import type shell from '../../messages/fr/shell.json';
import type start from '../../messages/fr/start.json';
import type summary from '../../messages/fr/summary.json';
import type tasks from '../../messages/fr/tasks.json';
import type safety from '../../messages/fr/safety.json';
import type terminology from '../../messages/fr/terminology.json';
import type timeline from '../../messages/fr/timeline.json';
import type vitals from '../../messages/fr/vitals.json';
import type wards from '../../messages/fr/wards.json';
import { withFrenchSpacing } from './french-spacing.ts';
import type { Locale } from './locale.ts';

/** The texts, one namespace a feature; French is the reference the types are taken from. */
export interface Messages {
  accesses: typeof accesses;
  audit: typeof audit;
  administration: typeof administration;
  allergies: typeof allergies;
  appointments: typeof appointments;
  common: typeof common;
  consents: typeof consents;
  dicom: typeof dicom;
  documents: typeof documents;
  drafts: typeof drafts;
  emergency: typeof emergency;
  encounters: typeof encounters;
  identities: typeof identities;
  imaging: typeof imaging;
  immunizations: typeof immunizations;
  live: typeof live;
  medications: typeof medications;
  orders: typeof orders;
  patients: typeof patients;
  problems: typeof problems;
  procedures: typeof procedures;
  family: typeof family;
  flags: typeof flags;
  habits: typeof habits;
  implants: typeof implants;
  record: typeof record;
  results: typeof results;
  reviews: typeof reviews;
  rules: typeof rules;
  session: typeof session;
  shell: typeof shell;
  start: typeof start;
  summary: typeof summary;
  tasks: typeof tasks;
  safety: typeof safety;
  terminology: typeof terminology;
  timeline: typeof timeline;
  vitals: typeof vitals;
  wards: typeof wards;
}
export type Namespace = keyof Messages;

const namespaces: Record<Namespace, true> = {
  accesses: true,
  audit: true,
  administration: true,
  allergies: true,
  appointments: true,
  common: true,
  consents: true,
  dicom: true,
  documents: true,
  drafts: true,
  emergency: true,
  encounters: true,
  identities: true,
  imaging: true,
  immunizations: true,
  live: true,
  medications: true,
  orders: true,
  patients: true,
  problems: true,
  procedures: true,
  family: true,
  flags: true,
  habits: true,
  implants: true,
  record: true,
  results: true,
  reviews: true,
  rules: true,
  session: true,
  shell: true,
  start: true,
  summary: true,
  tasks: true,
  safety: true,
  terminology: true,
  timeline: true,
  vitals: true,
  wards: true,
};

const loaded = new Map<Locale, Promise<Messages>>();

/** Every namespace of a language; for the server, which hands the browser only what a page asks for. */
export function loadMessages(locale: Locale): Promise<Messages> {
  const known = loaded.get(locale) ?? readMessages(locale);
  loaded.set(locale, known);
  return known;
}

async function readMessages(locale: Locale): Promise<Messages> {
  const entries = await Promise.all(
    Object.keys(namespaces).map(async (name) => {
      const file = (await import(`../../messages/${locale}/${name}.json`)) as { default: unknown };
      return [name, locale === 'fr' ? withFrenchSpacing(file.default) : file.default] as const;
    }),
  );
  return Object.fromEntries(entries) as unknown as Messages;
}
