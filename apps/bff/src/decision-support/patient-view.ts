import { askServices } from './check-orders.ts';
import type { Alert, NotRun } from './checks-view.ts';
import type { Language } from './words.ts';

/** What services say of a chart that is opened. Nothing is asked of who reads it, and nothing of it is written. */
export interface PatientViewCards {
  alerts: Pick<Alert, 'key' | 'level' | 'summary' | 'detail' | 'source' | 'links'>[];
  notRun: Pick<NotRun, 'title' | 'detail'>[];
}

export async function patientView(
  ctx: Parameters<typeof askServices>[0],
  language: Language,
): Promise<PatientViewCards> {
  const context = () =>
    Promise.resolve({ userId: ctx.session.fhirUser ?? ctx.session.userId, patientId: ctx.patientId });
  const { view } = await askServices(ctx, 'patient-view', { lines: [], language, context });
  return {
    alerts: view.alerts.map(({ key, level, summary, detail, source, links }) => ({
      ...{ key, level, summary, detail, source, links },
    })),
    notRun: view.notRun.map(({ title, detail }) => ({ title, detail })),
  };
}
