import AuditIcon from '@mui/icons-material/FactCheckOutlined';
import UnusualIcon from '@mui/icons-material/PolicyOutlined';
import type { FeatureManifest } from '../../shell/manifest.ts';

export const audit: FeatureManifest = {
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
