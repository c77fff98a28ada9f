import type { FeatureManifest } from '../../shell/manifest.ts';
import { AccountItems } from './account-items.tsx';

export const session: FeatureManifest = { AccountItem: AccountItems };
