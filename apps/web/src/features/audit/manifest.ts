import AuditIcon from '@mui/icons-material/FactCheckOutlined';
import UnusualIcon from '@mui/icons-material/PolicyOutlined';
import dynamic from 'next/dynamic';
import type { FeatureManifest } from '../../shell/manifest.ts';

export const audit: FeatureManifest = {
  cards: [
    {
      id: 'unusual',
      operation: 'audit.read',
      Card: dynamic(() => import('./unusual-card.tsx').then((m) => m.UnusualCard), { ssr: false }),
    },
  ],
  rail: [
    {
      name: 'audit',
      key: 't',
      Icon: AuditIcon,
      hrefFor: ({ rights }) => (rights['audit.read'] ? '/audit' : null),
    },
    {
      name: 'unusual',
      key: 'i',
      Icon: UnusualIcon,
      hrefFor: ({ rights }) => (rights['audit.read'] ? '/audit/unusual' : null),
    },
  ],
};
