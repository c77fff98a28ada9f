import HomeIcon from '@mui/icons-material/HomeOutlined';
import type { FeatureManifest } from '../../shell/manifest.ts';

export const start: FeatureManifest = {
  rail: [
    { name: 'home', key: 'h', Icon: HomeIcon, hrefFor: ({ patientId }) => (patientId ? null : '/home') },
  ],
};
