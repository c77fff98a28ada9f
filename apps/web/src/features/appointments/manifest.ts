import CalendarIcon from '@mui/icons-material/CalendarMonthOutlined';
import type { FeatureManifest } from '../../shell/manifest.ts';

export const appointments: FeatureManifest = {
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
