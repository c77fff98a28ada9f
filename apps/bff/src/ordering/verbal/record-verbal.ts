import type { Answer } from '../../decision-support/checks-view.ts';
import { refuse } from '../../errors.ts';
import type { OrderContext } from '../order-context.ts';
import type { OrderLine } from '../order-lines.ts';
import { orderTask } from '../prescribers/order-tasks.ts';
import { orderingDoctor } from '../prescribers/ordering-doctor.ts';
import { signAs, type SignedView } from '../sign.ts';
import { storedVerbalRules } from './rules.ts';

export interface VerbalBasket {
  key: string;
  lines: readonly OrderLine[];
  answers: readonly Answer[];
  /** `Practitioner/…` who gave them. */
  doctor: string;
  /** Why they could not write it themselves. */
  emergency: string;
  how: 'present' | 'telephone';
}

const hows: Record<VerbalBasket['how'], string> = { present: 'de vive voix', telephone: 'par téléphone' };

/**
 * What a doctor ordered by word in an emergency, written down by who heard it and read it back. It acts at once, under the
 * doctor's name, who signs it afterwards.
 */
export function recordVerbal(ctx: OrderContext, basket: VerbalBasket): Promise<SignedView> {
  const { doctor, emergency, how, lines, ...rest } = basket;
  return signAs(ctx, rest, async (now) => {
    const [rules, found] = await Promise.all([
      storedVerbalRules(ctx.services.db),
      orderingDoctor(ctx.services, doctor, now),
    ]);
    // who is reread, or waits, gives no order by word
    if (!found || doctor === ctx.session.fhirUser) refuse([{ path: ['doctor'], reason: 'no-doctor' }]);
    // what runs already is changed in writing; only to stop it cannot wait
    const changing = lines.flatMap(({ act }, i) =>
      act === 'renew' || act === 'revise' ? [{ path: ['lines', i, 'kind'], reason: 'not-by-word' }] : [],
    );
    if (changing.length > 0) refuse(changing);
    const { orderer, name, requester } = found;
    const said = `Prescription verbale ${hows[how]} de ${name ?? 'ce médecin'}, relue au médecin par ${ctx.session.displayName} – urgence : ${emergency}`;
    return {
      lines,
      orderer,
      inTheirName: {
        requester,
        note: said,
        task: (orders, at) =>
          orderTask(ctx, {
            kind: 'countersign',
            to: { key: doctor, name, role: null },
            orders,
            at: at.toISOString(),
            says: said,
            due: new Date(at.getTime() + rules.value.signWithinHours * 3_600_000).toISOString(),
          }),
      },
    };
  });
}
