import type { FeatureManifest } from '../../shell/manifest.ts';

export const summary: FeatureManifest = { section: { name: 'summary', key: 's', operation: 'summary.read' } };
