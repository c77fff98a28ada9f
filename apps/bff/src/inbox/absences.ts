import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import type { PrismaClient } from '../database/client.ts';

type Db = Pick<PrismaClient, 'absence'>;
export interface Absence {
  practitioner: string;
  name: string;
  standIn: string;
  standInName: string;
  fromDay: string;
  toDay: string;
}

/** Those who are away today and for whom this person stands in. Who stands in for somebody who stands in is not followed. */
export const absentFor = (db: Db, me: string, now: Date): Promise<Absence[]> =>
  db.absence.findMany({
    where: { standIn: me, fromDay: { lte: dayOf(now) }, toDay: { gte: dayOf(now) } },
    orderBy: { name: 'asc' },
  });

/** Null: none is entered, or it is over. */
export async function absenceOf(db: Db, me: string, now: Date): Promise<Absence | null> {
  const own = await db.absence.findUnique({ where: { practitioner: me } });
  return own && own.toDay >= dayOf(now) ? own : null;
}

export async function setAbsence(db: Db, me: string, absence: Omit<Absence, 'practitioner'> | null) {
  if (absence === null) await db.absence.deleteMany({ where: { practitioner: me } });
  else
    await db.absence.upsert({
      where: { practitioner: me },
      create: { practitioner: me, ...absence },
      update: absence,
    });
}
