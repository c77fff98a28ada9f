'use client';
import { parseTypedTime } from '@keneyapp/clinical';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { describedBy, FieldFrame } from '../../../components/form/field-frame.tsx';
import { SelectInput } from '../../../components/form/select-field.tsx';
import { partOf, partsOfDay, type BookingPlace, type PartOfDay } from './booking-params.ts';
import styles from './booking.module.css';

interface Props {
  place: Pick<BookingPlace, 'starts' | 'ends'>;
  onChange: (change: Partial<BookingPlace>) => void;
}
const usual = { starts: '08:00', ends: '18:00' };
/** Where one end alone was asked for, the other is that of the day. */
const whole = { starts: '00:00', ends: '24:00' };

/** Parts of the day, or hours of one's own. */
export function HoursField({ place, onChange }: Props) {
  const t = useTranslations('appointments.booking.wanted');
  const [isOwn, setOwn] = useState(false);
  const part: PartOfDay = isOwn ? 'hours' : partOf(place);
  return (
    <>
      <SelectInput
        id="booking-hours"
        label={t('hours')}
        value={part}
        onChange={(value) => {
          setOwn(value === 'hours');
          if (value !== 'hours') onChange(partsOfDay[value as keyof typeof partsOfDay]);
          else onChange({ starts: place.starts ?? usual.starts, ends: place.ends ?? usual.ends });
        }}
        options={(['all', 'morning', 'afternoon', 'hours'] as const).map((value) => ({
          value,
          word: t(`part.${value}`),
        }))}
      />
      {part === 'hours' && (
        <div className={styles.times} role="group" aria-label={t('hours')}>
          {(['starts', 'ends'] as const).map((name) => (
            <TimeInput
              key={name}
              id={`booking-${name}`}
              label={t(name)}
              value={place[name] ?? whole[name]}
              problem={t('noTime')}
              onChange={(value) => onChange({ [name]: value })}
            />
          ))}
        </div>
      )}
    </>
  );
}

/** `8h30`, `0830`, `8:30`; written out as `08:30` on leaving. */
function TimeInput({
  id,
  label,
  value,
  problem,
  onChange,
}: {
  id: string;
  label: string;
  value: string;
  /** Said of what is no time. */
  problem: string;
  onChange: (value: string) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);
  const leave = () => {
    if (typed === null) return;
    const time = parseTypedTime(typed);
    setWrong(time === null);
    if (time === null) return;
    setTyped(null);
    onChange(time);
  };
  const shown = isWrong ? problem : null;
  return (
    <FieldFrame id={id} label={label} problem={shown} isAnnounced>
      <OutlinedInput
        id={id}
        size="small"
        value={typed ?? value}
        onChange={(event) => {
          setTyped(event.target.value);
          setWrong(false);
        }}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === 'Enter') leave();
        }}
        slotProps={{
          input: {
            inputMode: 'numeric',
            autoComplete: 'off',
            maxLength: 8,
            'aria-describedby': describedBy(id, shown),
            'aria-invalid': isWrong,
          },
        }}
      />
    </FieldFrame>
  );
}
