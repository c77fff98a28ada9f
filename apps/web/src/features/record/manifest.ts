import type { FeatureManifest } from '../../shell/manifest.ts';

export const record: FeatureManifest = { section: { name: 'record', key: 'o', operation: 'record.read' } };
