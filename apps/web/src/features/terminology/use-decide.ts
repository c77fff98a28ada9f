'use client';
import type { AbbreviationsView } from '@keneyapp/bff/features/terminology/view';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';
import { decidedOf, isSame, withDecision, type Decided } from './abbreviation-list.ts';

/** Somebody else decided about the same short form. */
export class DecidedMeanwhile extends Error {}

/** Other people keep the list at the same time: so often it is read again before that is an error. */
const maxTries = 4;

/**
 * Saves a decision about one short form, and only over what was before the person's eyes (`before`). The list has one version;
 * what others changed of other short forms meanwhile is kept, and is no conflict.
 */
export function useDecide() {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const save = useMutation(trpc.terminology.saveAbbreviations.mutationOptions());
  const options = trpc.terminology.abbreviations.queryOptions();
  const read = () => cache.fetchQuery({ ...options, staleTime: 0 });
  const decide = async (short: string, next: Decided, before: Decided): Promise<void> => {
    let view: AbbreviationsView = cache.getQueryData(options.queryKey) ?? (await read());
    for (let tries = 1; ; tries += 1) {
      if (!isSame(decidedOf(view.hospital, short), before)) throw new DecidedMeanwhile();
      try {
        await save.mutateAsync({ value: withDecision(view.hospital, short, next), version: view.version });
        break;
      } catch (error) {
        if (!isChangedMeanwhile(error) || tries >= maxTries) throw error;
        view = await read();
      }
    }
    // it is in: that the list cannot be read again is said by the list
    await cache.invalidateQueries({ queryKey: options.queryKey }).catch(() => undefined);
    void cache.invalidateQueries(trpc.terminology.concept.pathFilter());
  };
  return { decide, isPending: save.isPending };
}
