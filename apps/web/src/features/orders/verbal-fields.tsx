'use client';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import OutlinedInput from '@mui/material/OutlinedInput';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { SelectInput } from '../../components/form/select-field.tsx';
import { useBasketField, type BasketForm } from './basket-field.ts';
import type { VerbalText } from './basket.ts';
import { DoctorInput } from './doctor-input.tsx';
import { useOrderWords } from './use-order-words.ts';
import styles from './orders.module.css';

/** Above the lines of a verbal order: who gave it, how, in what emergency, and that it was read back. */
export function VerbalFields({ form }: { form: BasketForm }) {
  const { t } = useOrderWords();
  const doctor = useBasketField<VerbalText['doctor']>(form, 'verbal', 'doctor');
  const how = useBasketField<VerbalText['how']>(form, 'verbal', 'how');
  const emergency = useBasketField<string>(form, 'verbal', 'emergency');
  const readBack = useBasketField<boolean>(form, 'verbal', 'isReadBack');
  const hows = ['', 'present', 'telephone'] as const;
  return (
    <fieldset className={styles.verbal}>
      <legend className="visually-hidden">{t('verbal.title')}</legend>
      <p className="muted">{t('verbal.lead')}</p>
      <DoctorInput {...doctor} onChange={doctor.change} />
      <SelectInput
        id={how.id}
        label={t('verbal.how')}
        value={how.value}
        problem={how.problem}
        isLocked={how.isLocked}
        options={hows.map((value) => ({ value, word: t(`verbal.hows.${value === '' ? 'none' : value}`) }))}
        onChange={(value) => how.change(hows.find((one) => one === value) ?? '')}
      />
      <FieldFrame id={emergency.id} label={t('verbal.emergency')} problem={emergency.problem} isWide>
        <OutlinedInput
          id={emergency.id}
          size="small"
          fullWidth
          value={emergency.value}
          onChange={(event) => emergency.change(event.target.value)}
          slotProps={{
            input: {
              readOnly: emergency.isLocked,
              maxLength: 300,
              'aria-describedby': describedBy(emergency.id, emergency.problem),
              'aria-invalid': emergency.problem !== null,
            },
          }}
        />
      </FieldFrame>
      <div>
        <FormControlLabel
          label={t('verbal.isReadBack')}
          control={
            <Checkbox
              id={readBack.id}
              checked={readBack.value}
              onChange={(event) => readBack.change(event.target.checked)}
              slotProps={{
                input: {
                  'aria-invalid': readBack.problem !== null,
                  'aria-describedby': readBack.problem === null ? undefined : `${readBack.id}-problem`,
                },
              }}
            />
          }
        />
        {readBack.problem !== null && (
          <FormHelperText error id={`${readBack.id}-problem`}>
            {readBack.problem}
          </FormHelperText>
        )}
      </div>
    </fieldset>
  );
}
