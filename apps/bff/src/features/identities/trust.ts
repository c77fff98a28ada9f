import {
  nextIdentityState,
  type IdentityEvent,
  type IdentityRefusal,
  type IdentityState,
} from '@keneyapp/clinical';
import type { IdentityChanges } from '@keneyapp/fhir-model/identity-write';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import type { z } from 'zod';
import type { InsiIdentity } from '../../insi/insi.ts';
import type { correctInput, registerInput } from './schema.ts';

type Shown = Pick<z.output<typeof registerInput | typeof correctInput>, 'proof' | 'attributes'>;

/**
 * How far an identity is trusted after what its form says happened: attributes, the paper that was seen, the answer of INSi
 * about these traits. What does not count is named and changes nothing (packages/clinical, identity-status).
 */
export function trustAfter(
  before: IdentityState,
  { proof, attributes }: Shown,
  { answer, now }: { answer: InsiIdentity | null; now: Date },
): {
  changes: Pick<IdentityChanges, 'state' | 'validation' | 'collection' | 'ins'>;
  refusal: IdentityRefusal | null;
} {
  let state = before;
  let refusal: IdentityRefusal | null = null;
  const happens = (event: IdentityEvent): boolean => {
    const next = nextIdentityState(state, event);
    if (next.ok) state = next.state;
    else refusal ??= next.refusal;
    return next.ok;
  };
  for (const attribute of ['homonym', 'doubtful', 'fictive'] as const)
    if (state.attributes.includes(attribute) !== attributes.includes(attribute))
      happens({ kind: 'attribute', attribute, isSet: attributes.includes(attribute) });
  const isSeen =
    proof !== null && happens({ kind: 'document', document: proof.document, holder: proof.holder });
  const isAnswered = answer !== null && happens({ kind: 'insi', answer: 'one' });
  const on = dayOf(now);
  return {
    refusal,
    changes: {
      state,
      ...(isSeen ? { validation: { document: proof.document, on } } : {}),
      ...(isAnswered
        ? {
            ins: { matricule: answer.matricule, oid: answer.oid },
            collection: { method: 'INSI' as const, on },
          }
        : {}),
    },
  };
}
