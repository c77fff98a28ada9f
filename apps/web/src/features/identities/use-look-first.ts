'use client';
import { useState } from 'react';
import { asCallError } from '../../trpc/error.ts';
import { toLike, type IdentityValues } from './identity-state.ts';
import { notLookedAt, useAlike } from './use-alike.ts';

export const isLookAlike = (error: unknown): boolean => asCallError(error).reason === 'look-alike';
/** The record that has the matricule in force. */
export const takenBy = (error: unknown): string | null => {
  const { reason, otherPatientId } = asCallError(error);
  return reason === 'matricule-taken' ? otherPatientId : null;
};

/** Who may be the person of the form has to be looked at before it is sent. `except`: whose record is corrected; null asks nobody. */
export function useLookFirst(
  values: IdentityValues,
  { matricule, except, isAsked }: { matricule: string | null; except?: string; isAsked: boolean },
) {
  const likeOf = (typed: IdentityValues) => {
    const like = toLike(typed, matricule);
    return like && except !== undefined ? { ...like, except } : like;
  };
  const alike = useAlike(isAsked ? likeOf(values) : null);
  const [refused, setRefused] = useState(0);
  const [isChecking, setIsChecking] = useState(false);
  return {
    alike,
    refused,
    isChecking,
    /** Whether all were looked at, whatever was typed fast. */
    isLookedAt: async (typed: IdentityValues): Promise<boolean> => {
      setIsChecking(true);
      const found = await alike.now(likeOf(typed));
      setIsChecking(false);
      const isOpen = notLookedAt(found, alike.looked).length > 0;
      if (isOpen) setRefused((n) => n + 1);
      return !isOpen;
    },
    /** The BFF found somebody whom the form did not show. */
    wasRefused: () => {
      alike.askAgain(likeOf(values));
      setRefused((n) => n + 1);
    },
    others: () => Object.entries(alike.looked).flatMap(([id, how]) => (how ? [id] : [])),
  };
}
