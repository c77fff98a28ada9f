'use client';
import type { AskInsiInput, RegisterInput } from '@keneyapp/bff/features/identities/schema';
import type { InsiView } from '@keneyapp/bff/features/identities/view';
import { differingTraits, isUnknownPlace, type InsDatamatrix, type StrictTraits } from '@keneyapp/clinical';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../../trpc/client.tsx';
import { sentTraits, toAttributes, toTraits, type IdentityValues } from './identity-state.ts';

/** An answer is about the traits that it has; what nobody had said contradicts nothing. */
const isAbout = (answer: StrictTraits, traits: StrictTraits): boolean =>
  differingTraits(traits, answer).every(
    (field) =>
      (field === 'givenNames' && traits.givenNames.length === 0) ||
      (field === 'birthPlace' &&
        (isUnknownPlace(traits.birthPlace.code) || isUnknownPlace(answer.birthPlace.code))),
  );

export interface Insi {
  ask: (values: IdentityValues) => void;
  isAsking: boolean;
  error: unknown;
  answer: InsiView | null;
  /** What counts as it stands: `confirmed`, `close`, another answer; `dropped` once a trait changed. */
  how: (values: IdentityValues) => 'nothing' | 'confirmed' | 'dropped' | 'said';
  /** It was asked about a code that was scanned. */
  isOfCode: boolean;
  /** What goes with the form. */
  sealed: (values: IdentityValues) => RegisterInput['insi'];
}

/** The question to INSi, and whether its answer still is about what stands in the form. */
export function useInsi(scanned: InsDatamatrix | null, of: Pick<AskInsiInput, 'form' | 'patientId'>): Insi {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: async (values: IdentityValues) => {
      const traits = sentTraits(values);
      const attributes = toAttributes(values);
      const code = scanned && { matricule: scanned.matricule, oid: scanned.oid };
      const answer = await queries.fetchQuery(
        trpc.identities.askInsi.queryOptions(
          { ...of, traits, attributes, scanned: code },
          { staleTime: 0, gcTime: 0, retry: false },
        ),
      );
      return { answer, asked: toTraits(values), isOfCode: code !== null };
    },
  });
  const told = mutation.data ?? null;
  const how = (values: IdentityValues): ReturnType<Insi['how']> => {
    if (!told) return 'nothing';
    const traits = toTraits(values);
    if ('traits' in told.answer && isAbout(told.answer.traits, traits)) return 'confirmed';
    if (differingTraits(told.asked, traits).length > 0)
      return 'traits' in told.answer ? 'dropped' : 'nothing';
    return 'said';
  };
  return {
    ask: (values) => mutation.mutate(values),
    isAsking: mutation.isPending,
    error: mutation.error,
    answer: told?.answer ?? null,
    isOfCode: told?.isOfCode ?? false,
    how,
    sealed: (values) =>
      told && 'sealed' in told.answer && how(values) === 'confirmed'
        ? { form: of.form, sealed: told.answer.sealed }
        : null,
  };
}
