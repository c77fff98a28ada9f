import dynamic from 'next/dynamic';
import type { FeatureManifest } from '../../shell/manifest.ts';

export const drafts: FeatureManifest = {
  cards: [
    {
      id: 'drafts',
      operation: 'drafts.list',
      Card: dynamic(() => import('./drafts-card.tsx').then((m) => m.DraftsCard), { ssr: false }),
    },
  ],
};
