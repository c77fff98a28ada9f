import CalendarIcon from '@mui/icons-material/CalendarMonthOutlined';
import dynamic from 'next/dynamic';
import type { FeatureManifest } from '../../shell/manifest.ts';

export const appointments: FeatureManifest = {
  actions: [
    { name: 'book', key: 'n', hrefFor: ({ rights }) => (rights['appointments.book'] ? '/agenda/new' : null) },
  ],
  section: { name: 'appointments', key: 'y', operation: 'appointments.read' },
  cards: [
    {
      id: 'today',
      operation: 'appointments.list-all',
      Card: dynamic(() => import('./today-card.tsx').then((m) => m.TodayCard), { ssr: false }),
    },
  ],
  keys: {
    page: 'agenda',
    operation: 'appointments.move',
    keys: [
      { word: 'take', keys: ['M'] },
      { word: 'move', keys: ['↑', '↓', '←', '→'] },
      { word: 'nextFree', keys: ['pageDown'] },
      { word: 'length', keys: ['shift', '↓'] },
      { word: 'put', keys: ['enter'] },
      { word: 'giveUp', keys: ['esc'] },
      { word: 'undo', keys: ['ctrl', 'Z'] },
    ],
  },
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
