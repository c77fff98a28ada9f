import type { Services } from '../../context.ts';
import type { AgendaMoved } from './booking-view.ts';

const pauseMs = 300;

/** What changes in the agenda until the signal, a moment's changes together. */
export async function* agendaMoves(
  appointments: Pick<Services['appointments'], 'subscribe'>,
  signal: AbortSignal,
): AsyncGenerator<AgendaMoved[]> {
  let waiting: AgendaMoved[] = [];
  let wake: (() => void) | null = null;
  const stop = appointments.subscribe((change) => {
    const moved = {
      practitionerId: change?.resource.startsWith('Practitioner/')
        ? change.resource.slice('Practitioner/'.length)
        : null,
      day: change?.day ?? null,
    };
    const isKnown = waiting.some(
      ({ practitionerId, day }) => practitionerId === moved.practitionerId && day === moved.day,
    );
    if (!isKnown) waiting.push(moved);
    wake?.();
  });
  signal.addEventListener('abort', () => wake?.(), { once: true });
  try {
    while (!signal.aborted) {
      if (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      if (signal.aborted) return;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      const told = waiting;
      waiting = [];
      yield told;
    }
  } finally {
    stop();
  }
}
