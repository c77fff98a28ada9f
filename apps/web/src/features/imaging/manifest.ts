import type { FeatureManifest } from '../../shell/manifest.ts';

export const imaging: FeatureManifest = { section: { name: 'imaging', key: 'i', operation: 'imaging.read' } };
