import { readFileSync } from 'node:fs';
import { matches } from '@keneyapp/fhir-model/bundles';
import { referenceKey } from '@keneyapp/fhir-model/references';
import type { PractitionerRole } from '@medplum/fhirtypes';
import { z } from 'zod';
import { isDuring } from '../../access/ties.ts';
import type { Services } from '../../context.ts';
import type { PrismaClient } from '../../database/client.ts';
import type { Session } from '../../session/session.ts';
import { readSetting, type Stored } from '../../settings/store.ts';

/** Kinds of order as the hospital's table tells them apart; narcotics apart from other drugs. */
const orderKinds = ['drug', 'narcotic', 'laboratory', 'imaging', 'nursing', 'advice'] as const;
export type OrderKind = (typeof orderKinds)[number];

const row = z.object({
  /** The person's profession, or where the directory says none, their role: `doctor`, `interne`, `midwife`. */
  profession: z.string().min(1).max(60),
  kind: z.enum(orderKinds),
  /**
   * `reread`: it acts at once, and a senior rereads it. `waits`: it acts once a doctor has validated it. What has no row is
   * neither ordered nor stopped.
   */
  how: z.enum(['alone', 'reread', 'waits']),
  /** Where it is published; empty: nobody has said yet. */
  source: z.string().max(300),
});
const prescribersSchema = z.array(row).max(500);
export type PrescribersTable = z.output<typeof prescribersSchema>;

const shipped = prescribersSchema.parse(
  JSON.parse(readFileSync(new URL('./prescribers.json', import.meta.url), 'utf8')),
);

/** Who orders what: the hospital's table, or what is shipped until it has one. */
export const readPrescribers = async (db: Pick<PrismaClient, 'setting'>): Promise<PrescribersTable> =>
  (await storedPrescribers(db)).value;
/** Likewise, with who changed it. */
export const storedPrescribers = (db: Pick<PrismaClient, 'setting'>): Promise<Stored<PrescribersTable>> =>
  readSetting(db, 'prescribers', prescribersSchema, shipped);

export const howMay = (
  table: PrescribersTable,
  profession: string,
  kind: OrderKind,
): PrescribersTable[number]['how'] | null =>
  table.find((one) => one.profession === profession && one.kind === kind)?.how ?? null;

const professions = 'https://keneyapp.example/profession';
/** As the directory codes who is a doctor (TRE_G15, ANS). */
const doctorCode = {
  system: 'https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante',
  code: '10',
};

export interface Orderer {
  profession: string;
  /** Where they work: `Organization/…` with its name. */
  units: { key: string; name: string | null }[];
}

/** What the directory of the hospital says of a person; throws where it does not answer, since what they may order follows from it. */
export async function ordererOf(
  { capabilities }: Pick<Services, 'capabilities'>,
  { fhirUser, role }: Pick<Session, 'fhirUser' | 'role'>,
  now: Date,
): Promise<Orderer> {
  const me = referenceKey(fhirUser ?? '');
  if (!me?.startsWith('Practitioner/')) return { profession: role, units: [] };
  const all = await allRolesOf(capabilities, me);
  const roles = all.filter((one) => holds(one, now));
  // whose place here has ended did not become more by that: they are what they were, in no unit
  const profession = (roles.length > 0 ? roles : all).flatMap(professionOf)[0] ?? role;
  return { profession, units: unitsOf(roles) };
}

/** A doctor of the house whom somebody else names; null of who is none. */
export async function doctorNamed(
  { capabilities }: Pick<Services, 'capabilities'>,
  key: string,
  now: Date,
): Promise<Orderer | null> {
  const roles = (await allRolesOf(capabilities, key)).filter((one) => holds(one, now));
  const isDoctor = roles.some(({ code = [] }) =>
    code.some(({ coding = [] }) =>
      coding.some((one) => one.system === doctorCode.system && one.code === doctorCode.code),
    ),
  );
  return isDoctor ? { profession: roles.flatMap(professionOf)[0] ?? 'doctor', units: unitsOf(roles) } : null;
}

/** Those that have ended too. */
async function allRolesOf(
  capabilities: Services['capabilities'],
  practitioner: string,
): Promise<PractitionerRole[]> {
  const found = await capabilities.prescribers.search('PractitionerRole', { practitioner, _count: 50 });
  return matches(found, 'PractitionerRole');
}

const holds = ({ active, period }: PractitionerRole, now: Date): boolean =>
  active !== false && isDuring(period, now);

const unitsOf = (roles: readonly PractitionerRole[]): Orderer['units'] =>
  roles.flatMap(({ organization }) => {
    const key = referenceKey(organization?.reference ?? '');
    return key?.startsWith('Organization/') ? [{ key, name: organization?.display ?? null }] : [];
  });

const professionOf = ({ code = [] }: PractitionerRole): string[] =>
  code.flatMap(({ coding = [] }) =>
    coding.flatMap((one) => (one.system === professions && one.code ? [one.code] : [])),
  );

/** Who orders drugs alone may sign in spite of a block that can be lifted: whose orders are reread asks that senior first. */
export const mayLiftByTable = (table: PrescribersTable, profession: string): boolean =>
  howMay(table, profession, 'drug') === 'alone';

/** Who orders everything alone rereads what others ordered. */
export const mayReread = (table: PrescribersTable, profession: string): boolean =>
  orderKinds.every((kind) => howMay(table, profession, kind) === 'alone');

/** A page says who is signed in; it opens nothing, and may be a few minutes old. */
const keptMs = 5 * 60_000,
  maxKept = 5_000;
const known = new Map<string, { profession: string | null; until: number }>();

/** The profession of a person where the directory says one of the hospital's own (in training, midwife); null where the role says it all, or nobody knows now. */
export async function ownProfession(
  services: Pick<Services, 'capabilities'>,
  session: Pick<Session, 'fhirUser' | 'role'>,
  now: Date,
): Promise<string | null> {
  const me = referenceKey(session.fhirUser ?? '');
  if (!me?.startsWith('Practitioner/')) return null;
  const kept = known.get(me);
  if (kept && kept.until > now.getTime()) return kept.profession;
  const found = await ordererOf(services, session, now).catch(() => null);
  if (!found) return null;
  const profession = found.profession === session.role ? null : found.profession;
  known.delete(me);
  known.set(me, { profession, until: now.getTime() + keptMs });
  const oldest = known.size > maxKept ? known.keys().next().value : undefined;
  if (oldest !== undefined) known.delete(oldest);
  return profession;
}
