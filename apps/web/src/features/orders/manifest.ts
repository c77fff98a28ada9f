import dynamic from 'next/dynamic';
import type { FeatureManifest } from '../../shell/manifest.ts';

const VerbalForm = dynamic(() => import('./basket-form.tsx').then((m) => m.VerbalForm), { ssr: false });
const ProtocolForm = dynamic(() => import('./protocol-form.tsx').then((m) => m.ProtocolForm), { ssr: false });
const BasketForm = dynamic(() => import('./basket-form.tsx').then((m) => m.BasketForm), { ssr: false });

export const orders: FeatureManifest = {
  section: { name: 'orders', key: 'z', operation: 'orders.read' },
  actions: [
    { name: 'rereading', hrefFor: ({ rights }) => (rights['tasks.list-orders'] ? '/rereading' : null) },
  ],
  cards: [
    {
      id: 'rereading',
      operation: 'tasks.list-orders',
      Card: dynamic(() => import('./rereading-card.tsx').then((m) => m.RereadingCard), { ssr: false }),
    },
  ],
  forms: [
    {
      id: 'orders.sign',
      Form: BasketForm,
      section: 'orders',
      begin: 'orders.sign',
      key: 'x',
      isFrequent: true,
    },
    { id: 'orders.apply-protocol', Form: ProtocolForm, section: 'orders', begin: 'orders.apply-protocol' },
    { id: 'orders.record-verbal', Form: VerbalForm, section: 'orders', begin: 'orders.record-verbal' },
  ],
};
