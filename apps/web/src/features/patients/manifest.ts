import RecordIcon from '@mui/icons-material/FolderSharedOutlined';
import PatientsIcon from '@mui/icons-material/PeopleOutlined';
import dynamic from 'next/dynamic';
import type { FeatureManifest } from '../../shell/manifest.ts';

export const patients: FeatureManifest = {
  // who a patient is belongs to whoever may find them
  section: { name: 'identity', key: 'c', operation: 'patients.read' },
  cards: [
    {
      id: 'recent',
      operation: 'patients.search',
      Card: dynamic(() => import('./recent-card.tsx').then((m) => m.RecentCard), { ssr: false }),
      isWide: true,
    },
  ],
  rail: [
    {
      name: 'ownRecord',
      key: 'l',
      Icon: RecordIcon,
      hrefFor: ({ patientId }) => patientId && `/patients/${patientId}/summary`,
      within: '/patients/',
    },
    {
      name: 'patients',
      key: 'l',
      Icon: PatientsIcon,
      hrefFor: ({ patientId, rights }) => (!patientId && rights['patients.search'] ? '/patients' : null),
    },
  ],
};
