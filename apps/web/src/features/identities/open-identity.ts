import type { Me } from '@keneyapp/bff/features/session/view';

/** Whoever looks after identities opens any of them; others those of their patients alone, and an attempt is a refusal in the trail. */
export const opensAnyIdentity = ({ rights }: Pick<Me, 'rights'>): boolean =>
  rights['identities.list-open'] === true && rights['identities.read'] === true;
