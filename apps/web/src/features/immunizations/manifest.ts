import dynamic from 'next/dynamic';
import { targetOf } from '../../components/form/change-target.ts';
import type { FeatureManifest } from '../../shell/manifest.ts';

const RecordForm = dynamic(() => import('./record-form.tsx').then((m) => m.RecordForm), { ssr: false });
const ChangeForm = dynamic(() => import('./record-form.tsx').then((m) => m.ChangeForm), { ssr: false });

export const immunizations: FeatureManifest = {
  section: { name: 'immunizations', key: 'n', operation: 'immunizations.read' },
  forms: [
    { id: 'immunizations.record', Form: RecordForm, section: 'immunizations', begin: 'immunizations.record' },
    { id: 'immunizations.change', Form: ChangeForm, section: 'immunizations', targetOf },
  ],
};
