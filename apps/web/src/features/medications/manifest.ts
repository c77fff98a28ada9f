import type { FeatureManifest } from '../../shell/manifest.ts';

export const medications: FeatureManifest = {
  section: { name: 'medications', key: 'm', operation: 'medications.read' },
  chart: { finds: { operation: 'medications.read', load: () => import('./find.ts') } },
};
