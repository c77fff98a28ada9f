import dynamic from 'next/dynamic';
import type { FeatureManifest } from '../../shell/manifest.ts';

export const identities: FeatureManifest = {
  actions: [
    { name: 'register', hrefFor: ({ rights }) => (rights['identities.register'] ? '/identities/new' : null) },
    {
      name: 'newborn',
      hrefFor: ({ rights }) => (rights['identities.register-newborn'] ? '/identities/newborn' : null),
    },
    { name: 'identities', hrefFor: ({ rights }) => (rights['identities.list-open'] ? '/identities' : null) },
  ],
  cards: [
    {
      id: 'identities',
      operation: 'identities.list-open',
      Card: dynamic(() => import('./identities-card.tsx').then((m) => m.IdentitiesCard), { ssr: false }),
    },
  ],
};
