import { matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { scoreCode, subjectOf } from '@keneyapp/fhir-model/subject';
import { chartOperation, router } from '../../trpc.ts';
import { systems } from '@keneyapp/fhir-model/systems';
import { buildResults } from './build.ts';
import { buildRenal, potassiumCodes, renalCodes } from './renal.ts';
import { readTrace } from '@keneyapp/fhir-model/observation/trace';
import { traceInput } from './schema.ts';
import type { RenalView, TraceView } from './view.ts';

/** More than a life of results; beyond it the page says that the oldest are missing. */
const maxObservations = 5000,
  maxReports = 1000;
/** A result shares the labels of the panel that holds it: where not all are read, panels are asked for as well. */
const withPanels = { _revinclude: 'Observation:has-member' };

export const resultsRouter = router({
  /** Every result that is no vital sign, by test, with the reports they came in. One request to the FHIR server. */
  list: chartOperation('results.read').query(async ({ ctx }) => {
    ctx.auditResources('Observation', 'DiagnosticReport', 'Patient');
    const [observations, reports, patient, scores] = await ctx.fhir.batchSearch([
      {
        type: 'Observation',
        params: {
          patient: ctx.patientId,
          'category:not': 'vital-signs',
          _count: maxObservations,
          _sort: '-date',
        },
      },
      {
        type: 'DiagnosticReport',
        params: {
          patient: ctx.patientId,
          _count: maxReports,
          _sort: '-date',
          _include: ['DiagnosticReport:performer', 'DiagnosticReport:results-interpreter'],
        },
      },
      { type: 'Patient', params: { _id: ctx.patientId, _elements: 'birthDate,gender' } },
      { type: 'Observation', params: { patient: ctx.patientId, code: scoreCode, _count: 3, _sort: '-date' } },
    ]);
    return buildResults(
      orThrow(observations),
      orThrow(reports),
      ctx.services.env.FHIR_URL,
      subjectOf(matches(orThrow(patient), 'Patient')[0], matches(orThrow(scores), 'Observation')),
    );
  }),
  /** The last of what drugs are adapted to the kidney by, whoever measured it. One request to the FHIR server. */
  renal: chartOperation('results.read').query(async ({ ctx }): Promise<RenalView> => {
    ctx.auditResources('Observation', 'Patient');
    const last = (codes: readonly string[], count: number) => ({
      type: 'Observation' as const,
      params: {
        patient: ctx.patientId,
        code: codes.map((code) => `${systems.loinc}|${code}`).join(','),
        _count: count,
        _sort: '-date',
        ...withPanels,
      },
    });
    const [kidney, potassium, patient] = await ctx.fhir.batchSearch([
      last(Object.values(renalCodes).flat(), 50),
      last(potassiumCodes, 10),
      { type: 'Patient', params: { _id: ctx.patientId, _elements: 'birthDate,gender' } },
    ]);
    return buildRenal(
      [orThrow(kidney), orThrow(potassium)],
      subjectOf(matches(orThrow(patient), 'Patient')[0], []),
    );
  }),
  /** The samples of one recorded signal, all its leads. Null when it is not (or no longer) in this chart. */
  trace: chartOperation('results.read')
    .input(traceInput)
    .query(async ({ ctx, input: { observationId } }): Promise<TraceView | null> => {
      ctx.auditResources(`Observation/${observationId}`);
      const [found] = await ctx.fhir.batchSearch([
        { type: 'Observation', params: { patient: ctx.patientId, _id: observationId, ...withPanels } },
      ]);
      const [observation] = matches(orThrow(found), 'Observation');
      return observation ? readTrace(observation) : null;
    }),
});
