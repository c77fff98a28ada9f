import type { PatientContext } from '../../context.ts';
import { colleaguesOf } from './here.ts';
import type { LiveHere } from './view.ts';

interface Entered {
  changes: AsyncIterable<LiveHere>;
  leave: () => Promise<void>;
}

/**
 * Says that this person has the chart open, and who else has. Only somebody of staff who may open it (the summary, not
 * identity alone) is shown and told; each time it is decided anew, since access may have ended meanwhile.
 */
export async function enter(
  {
    services,
    session,
    access,
    patientId,
  }: Pick<PatientContext, 'services' | 'session' | 'access' | 'patientId'>,
  signal: AbortSignal,
): Promise<Entered> {
  const [rights, chart] = await Promise.all([access.rights(), access.decide('summary.read', patientId)]);
  // a right that staff have and patients do not: they are neither shown nor told
  if (!rights['patients.search'] || !chart.allow)
    return { changes: nothing(), leave: () => Promise.resolve() };
  const { presence } = services;
  const { userId, displayName: name, role } = session;
  const told = async (): Promise<LiveHere> => {
    const now = await services.accessFor(session).decide('summary.read', patientId);
    return { here: colleaguesOf(await presence.of(patientId), { userId, chart: now }) };
  };
  let wake: () => void = () => undefined;
  let isDue = true;
  const stop = presence.subscribe(patientId, () => {
    isDue = true;
    wake();
  });
  signal.addEventListener('abort', () => wake(), { once: true });
  const leave = await presence.enter(patientId, {
    ...{ userId, name, role },
    isEmergency: chart.grant !== null,
    hides: chart.obligations.hideLabels,
  });
  async function* changes(): AsyncGenerator<LiveHere> {
    let last = '[]';
    while (!signal.aborted) {
      if (!isDue)
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (isDue || signal.aborted) resolve();
        });
      if (signal.aborted) return;
      isDue = false;
      // who cannot be told of now is told of at the next change
      const next = await told().catch(() => null);
      const text = JSON.stringify(next?.here);
      if (next === null || text === last) continue;
      last = text;
      yield next;
    }
  }
  return {
    changes: changes(),
    leave: async () => {
      stop();
      wake();
      await leave().catch(() => undefined);
    },
  };
}

async function* nothing(): AsyncGenerator<never> {
  // ends at once
}
