import CalendarIcon from '@mui/icons-material/CalendarMonthOutlined';
import dynamic from 'next/dynamic';
import type { FeatureManifest } from '../../shell/manifest.ts';

export const appointments: FeatureManifest = {
  section: { name: 'appointments', key: 'y', operation: 'appointments.read' },
  cards: [
    {
      id: 'today',
      operation: 'appointments.list-all',
      Card: dynamic(() => import('./today-card.tsx').then((m) => m.TodayCard), { ssr: false }),
    },
  ],
  rail: [
    {
      name: 'agenda',
      key: 'g',
      Icon: CalendarIcon,
      // who acts for a patient without being one has no appointments of their own here
      hrefFor: ({ patientId, rights }) =>
        rights['appointments.list-all'] || (rights['appointments.list'] && patientId) ? '/agenda' : null,
    },
  ],
};
