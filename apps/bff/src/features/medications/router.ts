import { orThrow } from '@keneyapp/fhir-model/bundles';
import { chartOperation, router } from '../../trpc.ts';
import { listRecent } from './list-recent.ts';
import { givenInput } from './schema.ts';
import { givenView, medicationsView } from './view.ts';

/** Doses of one order: more than a month of four a day. */
const maxGiven = 200;

export const medicationsRouter = router({
  listRecent,

  list: chartOperation('medications.read').query(async ({ ctx }) => {
    ctx.auditResources('MedicationRequest', 'MedicationStatement');
    const { patientId: patient } = ctx;
    const [requests, statements] = await ctx.fhir.batchSearch([
      {
        type: 'MedicationRequest',
        params: {
          patient,
          _count: 500,
          _sort: '-authoredon',
          _include: ['MedicationRequest:medication', 'MedicationRequest:requester'],
        },
      },
      {
        type: 'MedicationStatement',
        params: {
          patient,
          _count: 500,
          _sort: '-effective',
          _include: ['MedicationStatement:medication', 'MedicationStatement:source'],
        },
      },
    ]);
    return medicationsView(orThrow(requests), orThrow(statements), new Date());
  }),
  /** What was given and handed out of one order. One request to the FHIR server. */
  given: chartOperation('medications.read')
    .input(givenInput)
    .query(async ({ ctx, input: { requestId } }) => {
      ctx.auditResources(`MedicationRequest/${requestId}`, 'MedicationAdministration', 'MedicationDispense');
      const order = `MedicationRequest/${requestId}`;
      const { patientId: patient } = ctx;
      const [administrations, dispenses] = await ctx.fhir.batchSearch([
        {
          type: 'MedicationAdministration',
          params: {
            patient,
            request: order,
            _count: maxGiven,
            _sort: '-effective-time',
            _include: 'MedicationAdministration:performer',
          },
        },
        {
          type: 'MedicationDispense',
          params: {
            patient,
            prescription: order,
            _count: maxGiven,
            _sort: '-whenhandedover',
            _include: 'MedicationDispense:performer',
          },
        },
      ]);
      return givenView(orThrow(administrations), orThrow(dispenses));
    }),
});
