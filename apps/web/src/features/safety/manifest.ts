import SafetyIcon from '@mui/icons-material/RuleOutlined';
import type { FeatureManifest } from '../../shell/manifest.ts';
import { AboutItem } from './about-item.tsx';

export const safety: FeatureManifest = {
  rail: [
    {
      name: 'safety',
      key: 'j',
      Icon: SafetyIcon,
      hrefFor: ({ rights }) => (rights['safety.read'] ? '/safety' : null),
    },
  ],
  AccountItem: AboutItem,
};
