import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';

type Step = AgendaItem['steps'][number];

/** Says of a visit what happened at reception, for who receives people; what it led to is read again everywhere. */
export function useReceive(item: AgendaItem) {
  const t = useTranslations('appointments.reception');
  const f = useFormats();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayReceive = useSignedInUser().rights['appointments.receive'] === true;
  const receive = useMutation(
    trpc.appointments.receive.mutationOptions({
      onSuccess: (_, { step }) =>
        announce(t(`done.${step}`, { name: item.patient ? f.fullName(item.patient) : '' })),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.appointments.pathKey() }),
    }),
  );
  const { patient, status, reception } = item;
  const isKnown = ['pending', 'booked', 'arrived', 'fulfilled', 'noshow'].includes(status);
  return {
    steps: mayReceive && patient && isKnown ? item.steps : [],
    isPending: receive.isPending,
    pendingStep: receive.isPending ? receive.variables.step : null,
    /** Somebody else had said so before: what they said is being read. */
    isChanged: receive.error !== null && isChangedMeanwhile(receive.error),
    error: receive.error,
    take: (step: Step, room?: string) => {
      if (patient)
        receive.mutate({
          patientId: patient.id,
          appointmentId: item.id,
          key: crypto.randomUUID(),
          step,
          status: status as 'booked',
          ...{ checked: reception.checked, called: reception.called, entered: reception.entered },
          ...(step === 'call' && room ? { room } : {}),
        });
    },
  };
}
