import type { FeatureManifest } from '../../shell/manifest.ts';

export const consents: FeatureManifest = {
  section: { name: 'consents', key: 'k', operation: 'consents.read' },
};
