import type { AllergyIntolerance } from '@medplum/fhirtypes';
import { changeStatement, type ChangedStatement, type StatementContext } from '../../statements.ts';
import type { StatementChange } from '../../statement-input.ts';
import { clinicalStatus, verificationStatus } from './record.ts';

/** It was looked into, and is none: it stays in the list of what was, and warns of nothing any more. */
export const refute = (ctx: StatementContext, input: StatementChange): Promise<ChangedStatement> =>
  changeStatement(ctx, 'AllergyIntolerance', input, (stored) => ({
    ...stored,
    clinicalStatus: clinicalStatus('inactive'),
    verificationStatus: verificationStatus('refuted'),
  }));

/** It should never have been written. */
export const markEnteredInError = (
  ctx: StatementContext,
  input: StatementChange,
): Promise<ChangedStatement> =>
  changeStatement(ctx, 'AllergyIntolerance', input, (stored): AllergyIntolerance => {
    // FHIR forbids the clinical status of what was entered in error
    const { clinicalStatus: _, ...kept } = stored;
    return { ...kept, verificationStatus: verificationStatus('entered-in-error') };
  });
