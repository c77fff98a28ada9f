import dynamic from 'next/dynamic';
import type { FeatureManifest } from '../../shell/manifest.ts';

const BasketForm = dynamic(() => import('./basket-form.tsx').then((m) => m.BasketForm), { ssr: false });

export const orders: FeatureManifest = {
  section: { name: 'orders', key: 'z', operation: 'orders.read' },
  forms: [
    {
      id: 'orders.sign',
      Form: BasketForm,
      section: 'orders',
      begin: 'orders.sign',
      key: 'x',
      isFrequent: true,
    },
  ],
};
