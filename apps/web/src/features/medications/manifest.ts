import dynamic from 'next/dynamic';
import type { FeatureManifest } from '../../shell/manifest.ts';

export const medications: FeatureManifest = {
  section: { name: 'medications', key: 'm', operation: 'medications.read' },
  cards: [
    {
      id: 'prescriptions',
      operation: 'medications.list-recent',
      Card: dynamic(() => import('./recent-card.tsx').then((m) => m.RecentCard), { ssr: false }),
      isWide: true,
    },
  ],
  chart: { finds: { operation: 'medications.read', load: () => import('./find.ts') } },
};
