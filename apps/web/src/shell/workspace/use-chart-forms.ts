import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '../../trpc/client.tsx';
import { useSignedInUser } from '../signed-in-user.tsx';
import { useForms } from '../manifests.tsx';
import { openInEmergency } from './open-in-emergency.ts';
import { useWorkspace } from './workspace-state.ts';

/** What this person may begin to write in this chart. */
export function useChartForms(patientId: string | null) {
  const t = useTranslations('shell.write');
  const { rights } = useSignedInUser();
  const forms = useForms();
  const { show } = useWorkspace(patientId ?? '');
  // known wherever a chart is open; nothing is asked for here
  const { data: banner } = useQuery({
    ...useTRPC().patients.banner.queryOptions({ patientId: patientId ?? '' }),
    enabled: false,
  });
  if (patientId === null || !banner || banner.closed) return [];
  // nothing is offered that would be refused
  const isEmergency = banner.emergency !== null;
  return forms.flatMap(({ id, begin, key, section, isFrequent = false }) =>
    begin && rights[id] && (!isEmergency || openInEmergency.includes(id))
      ? [
          {
            id,
            label: t(begin),
            key: key ?? null,
            section,
            isFrequent,
            show: () => show({ form: id, target: null }),
          },
        ]
      : [],
  );
}
