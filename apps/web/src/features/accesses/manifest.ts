import type { FeatureManifest } from '../../shell/manifest.ts';

export const accesses: FeatureManifest = {
  section: { name: 'accesses', key: 'w', operation: 'accesses.read' },
};
