import { referenceKey } from '@keneyapp/fhir-model/references';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { House } from '../../access/house.ts';
import type { Context, Visit } from '../../context.ts';
import { absenceOf, setAbsence } from '../../inbox/absences.ts';
import { namedPeople } from './people.ts';
import type { AbsenceInput } from './schema.ts';
import type { OwnAbsence } from './view.ts';

const meIn = ({ session }: Visit): string | null => {
  const me = referenceKey(session.fhirUser ?? '');
  return me?.startsWith('Practitioner/') ? me : null;
};

export async function ownAbsence(ctx: Context & Visit): Promise<OwnAbsence> {
  const me = meIn(ctx);
  return me === null ? null : absenceOf(ctx.services.db, me, new Date());
}

export async function saveAbsence(ctx: Context & Visit, { absence }: AbsenceInput): Promise<OwnAbsence> {
  const me = meIn(ctx);
  if (me === null) throw new TRPCError({ code: 'FORBIDDEN', message: 'denied' });
  if (absence === null) {
    await setAbsence(ctx.services.db, me, null);
    return null;
  }
  if (absence.standIn === me) throw refused('oneself');
  const [standIn] = await namedPeople(ctx.services.capabilities.taskPeople, [
    { key: absence.standIn, role: null, at: ['absence', 'standIn'] },
  ]);
  const house = new House(ctx.services.capabilities.taskPeople, new Date());
  await house.learn([absence.standIn], () => []);
  // whoever works in no unit can do none of what waits
  if (house.unitsOf(absence.standIn).length === 0) throw refused('nobody');
  await setAbsence(ctx.services.db, me, {
    ...absence,
    name: ctx.session.displayName,
    standInName: standIn?.name ?? absence.standIn,
  });
  return ownAbsence(ctx);
}

const refused = (message: string): TRPCError =>
  new TRPCError({
    code: 'BAD_REQUEST',
    message: 'refused',
    cause: new z.ZodRealError([{ code: 'custom', path: ['absence', 'standIn'], message, input: undefined }]),
  });
