import { redirect } from 'next/navigation';
import { getSignInState } from '../../../../shell/me.ts';
import { chartHome } from '../../../../shell/chart-address.ts';

/** The address of a patient without a page: where a chart opens for this person. */
export default async function Chart({ params }: { params: Promise<{ patientId: string }> }): Promise<null> {
  const [{ patientId }, visitor] = await Promise.all([params, getSignInState()]);
  return visitor.kind === 'signed-in' ? redirect(chartHome(patientId, visitor.me)) : null;
}
