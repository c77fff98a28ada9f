import type { OrderRequest } from '../../components/order-requests.ts';
import { durationOf, newDrug, newService, now, type LineText, type Setting } from './basket.ts';
import { emptyTiming, noRegimenText, textOfRegimen, textOfTiming } from './regimen-text.ts';

/** The line of the basket that a page asked for. */
export function lineOfRequest(request: OrderRequest, fallback: Setting): LineText {
  switch (request.act) {
    case 'renew':
      return {
        kind: request.kind,
        act: 'renew',
        former: request.former,
        start: now(),
        duration: durationOf(request.regimen),
      };
    case 'stop':
      return { kind: request.kind, act: 'stop', former: request.former, why: '' };
    case 'revise':
      if (request.kind === 'service') {
        const { timing, duration } = request.rhythm;
        return newService(request.category, request.coded, {
          act: 'revise',
          former: request.former,
          timing: timing ? textOfTiming(timing) : emptyTiming,
          duration: duration
            ? { value: String(duration.value), unit: duration.unit }
            : { value: '', unit: 'd' },
          priority: request.priority,
          reason: request.reason,
          addressee: request.addressee,
          note: request.note,
        });
      }
      return newDrug(request.coded, {
        act: 'revise',
        former: request.former,
        regimen: request.regimen ? textOfRegimen(request.regimen) : noRegimenText,
        setting: request.setting ?? fallback,
        zone: request.isLongTermIllness ? 'long-term' : 'ordinary',
        substitution: request.notSubstitutable ?? '',
      });
    case 'new':
      return newService(request.category, request.coded);
  }
}
