import dynamic from 'next/dynamic';
import type { FeatureManifest } from '../../shell/manifest.ts';

export const wards: FeatureManifest = {
  cards: [
    {
      id: 'ward',
      operation: 'wards.read',
      Card: dynamic(() => import('./ward-card.tsx').then((m) => m.WardCard), { ssr: false }),
      isWide: true,
    },
  ],
};
