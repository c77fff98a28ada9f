import { isPatientRole } from '../../access/roles.ts';
import { personsIn, toldChanges } from '../../audit/consent-change.ts';
import { patientTraits, staffTraits } from '../../audit/staff-and-patients.ts';
import type { Services } from '../../context.ts';
import { addDays, startOf } from '@keneyapp/fhir-model/hospital-days';
import { chartOperation, router } from '../../trpc.ts';
import { daysAtOnce, personDays, type PersonDay } from './person-days.ts';
import { accessesInput } from './schema.ts';
import type { AccessDay, AccessesView, AccessOfDay } from './view.ts';

export const accessesRouter = router({
  /** Who opened this chart, by day and person. */
  list: chartOperation('accesses.read')
    .input(accessesInput)
    .query(async ({ ctx, input }): Promise<AccessesView> => {
      const { session, patientId } = ctx;
      const end = input.cursor ?? (input.to ? addDays(input.to, 1) : '9999-12-31');
      const rows = await personDays(
        ctx.services.db,
        patientId,
        startOf(input.from ?? '1970-01-02'),
        startOf(end),
      );
      const shown = [...new Set(rows.map((r) => r.day))],
        hasMore = shown.length > daysAtOnce;
      // decided of the patient themselves or of who acts for them; the officer's rests on the role
      const ofTheirOwn = ctx.verdict.basis !== 'role';
      const isSelf = (r: PersonDay) => r.user_id === session.userId && ofTheirOwn;
      const nameOf = await namesOf(ctx.services, rows);
      const days = shown
        .slice(0, daysAtOnce)
        .map((day): AccessDay => ({
          day,
          people: rows
            .filter((r) => r.day === day)
            .map((r) => ({
              ...whoWas(r, { userId: session.userId, ofTheirOwn }, rows),
              role: r.role,
              isSelf: isSelf(r),
              firstAt: r.first_at.toISOString(),
              lastAt: r.last_at.toISOString(),
              count: r.n,
              features: r.features.flatMap((f) => f ?? []),
              hasWritten: r.kinds.some((k) => ['create', 'update', 'delete'].includes(k)),
              hasExported: r.kinds.includes('export'),
              isEmergency: r.is_emergency,
              isRefused: r.is_refused,
              basis: r.basis.flatMap((b) => b ?? []),
              consentChanges: toldChanges(r.changes, nameOf),
            })),
        }));
      return { days, next: hasMore ? (days.at(-1)?.day ?? null) : null };
    }),
});

/** Of whom decisions were changed for: the patient chose them, or has to know of them before they are confirmed. */
async function namesOf(
  { capabilities: { trailPeople } }: Pick<Services, 'capabilities'>,
  rows: readonly PersonDay[],
): Promise<(reference: string) => string | null> {
  const changes = rows.flatMap((r) => r.changes);
  const ids = personsIn(changes, 'Patient').map((reference) => reference.slice('Patient/'.length));
  const [patients, staff] = await Promise.all([
    ids.length > 0 ? patientTraits(trailPeople, ids) : null,
    staffTraits(trailPeople, personsIn(changes, 'Practitioner')),
  ]);
  return (reference) =>
    patients?.get(reference.replace('Patient/', ''))?.name ?? staff.get(reference)?.name ?? null;
}

/**
 * Staff are named, and so is whom the patient lets act for them. Another patient who tried is nobody this patient has to
 * know: told apart within the list, and no more. The officer knows everybody from the trail.
 */
function whoWas(
  { user_id, user_name, role, basis }: PersonDay,
  { userId, ofTheirOwn }: { userId: string; ofTheirOwn: boolean },
  rows: readonly PersonDay[],
): Pick<AccessOfDay, 'personId' | 'name'> {
  const mayBeNamed =
    !ofTheirOwn ||
    !isPatientRole(role) ||
    user_id === userId ||
    basis.some((b) => b === 'own' || b === 'delegate');
  if (mayBeNamed) return { personId: user_id, name: user_name ?? user_id };
  const others = [...new Set(rows.filter((r) => isPatientRole(r.role)).map((r) => r.user_id))];
  return { personId: `other-${others.indexOf(user_id) + 1}`, name: null };
}
