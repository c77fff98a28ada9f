import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import { isChecked } from './is-checked.ts';

/** An appointment in words, the same wherever it is shown. `isOwn`: its patient reads them. */
export function useAppointmentWords(isOwn: boolean) {
  const t = useTranslations('appointments');
  const c = useTranslations('common');
  const f = useFormats();
  return useMemo(() => {
    const status = (item: AgendaItem) =>
      t(isOwn && item.status === 'fulfilled' ? 'status.came' : `status.${item.status}`);
    const reason = (item: AgendaItem) => (item.reason ? f.coded(item.reason) : t('noReason'));
    const names = (list: AgendaItem['practitioners']) => list.map(({ name }) => name).join(', ');
    /** That who they are was checked at the desk, for this visit; empty where it was not. */
    const checked = (item: Pick<AgendaItem, 'status' | 'reception'>) =>
      isChecked(item) ? t('reception.checked') : '';
    return {
      status,
      checked,
      reason,
      names,
      /** What the grid has no room for. */
      rest: (item: AgendaItem): string =>
        [
          item.end && t('grid.until', { time: f.time(item.end) ?? '' }),
          names(item.practitioners),
          names([...item.services, ...item.rooms]),
          status(item),
          item.cancelled && t('cancelledBecause', { reason: item.cancelled }),
        ]
          .filter((part) => part)
          .join(', '),
      /** All of it in one line. */
      whole: (item: AgendaItem): string => {
        const { patient } = item;
        const end = item.end ? `–${f.time(item.end)}` : '';
        return [
          `${f.time(item.start)}${end}`,
          isOwn
            ? null
            : patient
              ? [
                  f.fullName(patient),
                  patient.isHomonym ? `(${c('person.homonym')})` : '',
                  f.date(patient.birthDate) ?? '',
                ]
                  .filter((part) => part !== '')
                  .join(' ')
              : t('noPatient'),
          reason(item),
          names(item.practitioners),
          names([...item.services, ...item.rooms]),
          status(item),
          checked(item),
          item.cancelled && t('cancelledBecause', { reason: item.cancelled }),
        ]
          .filter((part) => part)
          .join(', ');
      },
    };
  }, [isOwn, t, c, f]);
}
