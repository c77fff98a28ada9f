import type { FeatureManifest } from '../../shell/manifest.ts';

export const results: FeatureManifest = {
  section: { name: 'results', key: 'r', operation: 'results.read' },
  chart: { finds: { operation: 'results.read', load: () => import('./find.ts') } },
};
