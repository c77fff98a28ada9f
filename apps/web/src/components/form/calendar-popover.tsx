'use client';
import Popover from '@mui/material/Popover';
import { AdapterDayjs } from '@mui/x-date-pickers/AdapterDayjs';
import { DateCalendar } from '@mui/x-date-pickers/DateCalendar';
import { frFR } from '@mui/x-date-pickers/locales';
import { LocalizationProvider } from '@mui/x-date-pickers/LocalizationProvider';
import dayjs from 'dayjs';
import 'dayjs/locale/en-gb';
import 'dayjs/locale/fr';
import { useLocale, useTranslations } from 'next-intl';
import { today } from './paris-time.ts';

interface Props {
  anchor: () => HTMLElement | null;
  /** `2026-11-24`, as all days here: no clock and no zone are in play. */
  day: string | null;
  earliest: string | undefined;
  latest: string | undefined;
  onPick: (day: string) => void;
  onClose: () => void;
}

/** A month to pick a day from; loaded when somebody asks for it. Weeks begin on Monday in both languages. */
export function CalendarPopover({ anchor, day, earliest, latest, onPick, onClose }: Props) {
  const t = useTranslations('common.form');
  const isFrench = useLocale() === 'fr';
  return (
    <Popover
      open
      anchorEl={anchor}
      onClose={onClose}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
      transformOrigin={{ vertical: 'top', horizontal: 'right' }}
      // keys of the calendar are none of the form below it
      onKeyDown={(e) => e.stopPropagation()}
      slotProps={{ paper: { role: 'dialog', 'aria-modal': true, 'aria-label': t('calendar') } }}
    >
      <LocalizationProvider
        dateAdapter={AdapterDayjs}
        adapterLocale={isFrench ? 'fr' : 'en-gb'}
        {...(isFrench ? { localeText: frFR.components.MuiLocalizationProvider.defaultProps.localeText } : {})}
      >
        <DateCalendar
          // eslint-disable-next-line jsx-a11y/no-autofocus -- whoever opens a calendar goes on in it by key
          autoFocus
          // a day is as large as every other target under a finger
          sx={{
            '@media (pointer: coarse)': {
              width: 340,
              height: 'auto',
              maxHeight: 'none',
              '& .MuiPickerDay-root, & .MuiDayCalendar-weekDayLabel': {
                '--PickerDay-size': '44px',
                width: 44,
              },
              '& .MuiDayCalendar-slideTransition': { minHeight: 290 },
            },
          }}
          value={day === null ? null : dayjs(day)}
          referenceDate={dayjs(today())}
          {...(earliest ? { minDate: dayjs(earliest) } : {})}
          {...(latest ? { maxDate: dayjs(latest) } : {})}
          onChange={(picked, state) => {
            if (picked && state === 'finish') onPick(picked.format('YYYY-MM-DD'));
          }}
        />
      </LocalizationProvider>
    </Popover>
  );
}
