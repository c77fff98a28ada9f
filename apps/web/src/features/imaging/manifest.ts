import dynamic from 'next/dynamic';
import type { FeatureManifest } from '../../shell/manifest.ts';

export const imaging: FeatureManifest = {
  section: { name: 'imaging', key: 'i', operation: 'imaging.read' },
  cards: [
    {
      id: 'studies',
      operation: 'imaging.list-unread',
      Card: dynamic(() => import('./unread-card.tsx').then((m) => m.UnreadCard), { ssr: false }),
      isWide: true,
    },
  ],
};
