import type { PatientContext } from '../context.ts';
import { mayLiftByTable, ordererOf, readPrescribers } from '../ordering/prescribers/prescribers.ts';

/**
 * Who may sign in spite of a block that can be lifted: whom the hospital's table lets order drugs alone. Whose orders
 * a senior rereads asks that senior first. Where nobody knows, nobody lifts.
 */
export async function mayLift({
  session,
  services,
}: Pick<PatientContext, 'session' | 'services'>): Promise<boolean> {
  try {
    const [table, { profession }] = await Promise.all([
      readPrescribers(services.db),
      ordererOf(services, session, new Date()),
    ]);
    return mayLiftByTable(table, profession);
  } catch {
    return false;
  }
}
