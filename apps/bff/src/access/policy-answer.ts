import { z } from 'zod';
import { operationNames } from './operation-kinds.ts';
import type { Decision, Rights } from './policy.ts';

/** The policy could not be asked, or answered something that is no decision. There is no access then. */
export class PolicyUnavailableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PolicyUnavailableError';
  }
}

const decisionSchema = z
  .strictObject({
    allow: z.boolean(),
    basis: z
      .enum([
        'role',
        'care-team',
        'encounter',
        'unit',
        'recent-stay',
        'appointment',
        'imaging',
        'prescription',
        'own',
        'delegate',
        'emergency',
      ])
      .nullable(),
    reasons: z.array(
      z.enum([
        'role',
        'not-own-record',
        'no-relation',
        'objection',
        'consent-care',
        'consent-sharing',
        'portal-closed',
        'emergency-read-only',
        'emergency-suspended',
        'entered-in-error',
        'signed',
        'own-proposal',
        'unknown-author',
        'policy-unavailable',
      ]),
    ),
    obligations: z.strictObject({ hideLabels: z.array(z.string()), releasedOnly: z.boolean() }),
    mayBreakGlass: z.boolean(),
  })
  .refine(
    ({ allow, basis }) => allow === (basis !== null),
    'an allowing decision, and only such a one, rests on something',
  )
  .refine(
    ({ allow, reasons }) => allow === (reasons.length === 0),
    'a refusal, and only a refusal, has reasons',
  )
  .refine(({ allow, mayBreakGlass }) => !(allow && mayBreakGlass), 'who is allowed breaks no glass');

const rightsSchema = z.partialRecord(z.enum(operationNames), z.literal(true));

/** Takes an answer only when it is one decision per question. */
export function readDecisions(answer: unknown, asked: number): Decision[] {
  const { success, data, error } = z.array(decisionSchema).safeParse(answer);
  if (!success)
    throw new PolicyUnavailableError('the policy answered something that is no decision', { cause: error });
  if (data.length !== asked)
    throw new PolicyUnavailableError(`the policy answered ${data.length} decisions to ${asked} questions`);
  return data;
}

export function readRights(answer: unknown): Rights {
  const { success, data, error } = rightsSchema.safeParse(answer);
  if (!success)
    throw new PolicyUnavailableError('the policy answered something that is no table of rights', {
      cause: error,
    });
  return data;
}
