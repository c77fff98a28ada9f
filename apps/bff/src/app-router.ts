import { administrationRouter } from './features/administration/router.ts';
import { accessesRouter } from './features/accesses/router.ts';
import { allergiesRouter } from './features/allergies/router.ts';
import { appointmentsRouter } from './features/appointments/router.ts';
import { auditRouter } from './features/audit/router.ts';
import { consentsRouter } from './features/consents/router.ts';
import { documentsRouter } from './features/documents/router.ts';
import { draftsRouter } from './features/drafts/router.ts';
import { emergencyRouter } from './features/emergency/router.ts';
import { encountersRouter } from './features/encounters/router.ts';
import { identitiesRouter } from './features/identities/router.ts';
import { imagingRouter } from './features/imaging/router.ts';
import { immunizationsRouter } from './features/immunizations/router.ts';
import { liveRouter } from './features/live/router.ts';
import { medicationsRouter } from './features/medications/router.ts';
import { ordersRouter } from './features/orders/router.ts';
import { patientsRouter } from './features/patients/router.ts';
import { problemsRouter } from './features/problems/router.ts';
import { proceduresRouter } from './features/procedures/router.ts';
import { familyRouter } from './features/family/router.ts';
import { flagsRouter } from './features/flags/router.ts';
import { habitsRouter } from './features/habits/router.ts';
import { implantsRouter } from './features/implants/router.ts';
import { recordRouter } from './features/record/router.ts';
import { resultsRouter } from './features/results/router.ts';
import { reviewsRouter } from './features/reviews/router.ts';
import { sessionRouter } from './features/session/router.ts';
import { safetyRouter } from './features/safety/router.ts';
import { summaryRouter } from './features/summary/router.ts';
import { tasksRouter } from './features/tasks/router.ts';
import { terminologyRouter } from './features/terminology/router.ts';
import { timelineRouter } from './features/timeline/router.ts';
import { vitalsRouter } from './features/vitals/router.ts';
import { wardsRouter } from './features/wards/router.ts';
import { router } from './trpc.ts';

/** One line per feature. */
export const appRouter = router({
  session: sessionRouter,
  patients: patientsRouter,
  identities: identitiesRouter,
  summary: summaryRouter,
  problems: problemsRouter,
  allergies: allergiesRouter,
  medications: medicationsRouter,
  orders: ordersRouter,
  encounters: encountersRouter,
  imaging: imagingRouter,
  immunizations: immunizationsRouter,
  procedures: proceduresRouter,
  results: resultsRouter,
  timeline: timelineRouter,
  vitals: vitalsRouter,
  documents: documentsRouter,
  family: familyRouter,
  flags: flagsRouter,
  habits: habitsRouter,
  implants: implantsRouter,
  record: recordRouter,
  drafts: draftsRouter,
  wards: wardsRouter,
  tasks: tasksRouter,
  live: liveRouter,
  appointments: appointmentsRouter,
  accesses: accessesRouter,
  audit: auditRouter,
  consents: consentsRouter,
  emergency: emergencyRouter,
  reviews: reviewsRouter,
  administration: administrationRouter,
  terminology: terminologyRouter,
  safety: safetyRouter,
});
export type AppRouter = typeof appRouter;
