'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { ChoiceField } from '../../components/form/choice-field.tsx';
import { FieldGroup } from '../../components/form/form-frame.tsx';
import { TextField } from '../../components/form/text-field.tsx';
import { useFormValues, type ChartForm } from '../../components/form/use-chart-form.ts';
import { mostReactions, noReaction, type AllergyState } from './record-state.ts';

/** What was seen after contact with the substance, each with how bad it was. */
export function ReactionFields({ form }: { form: ChartForm<AllergyState> }) {
  const t = useTranslations('allergies.record');
  const { reactions } = useFormValues(form);
  const set = (next: AllergyState['reactions']) => form.fill({ ...form.values(), reactions: next });
  return (
    <>
      {reactions.map((_, i) => (
        // what was typed in a reaction stays with it: its place is all that tells it from the others
        <FieldGroup key={i} legend={reactions.length > 1 ? t('reaction', { n: i + 1 }) : t('groupReaction')}>
          <TextField
            form={form}
            name={`reactions.${i}.manifestation`}
            longest={200}
            hint={t('manifestationExample')}
          />
          <ChoiceField
            form={form}
            name={`reactions.${i}.severity`}
            mayBeEmpty
            options={(['mild', 'moderate', 'severe'] as const).map((value) => ({ value, word: t(value) }))}
          />
          {reactions.length > 1 && (
            <Button
              size="small"
              sx={{ justifySelf: 'start' }}
              onClick={() => {
                set(form.values().reactions.filter((_one, at) => at !== i));
                form.focus(`reactions.${Math.max(0, i - 1)}.manifestation`);
              }}
            >
              {t('removeReaction', { n: i + 1 })}
            </Button>
          )}
        </FieldGroup>
      ))}
      {reactions.length < mostReactions && (
        <Button
          size="small"
          sx={{ justifySelf: 'start' }}
          onClick={() => {
            set([...form.values().reactions, noReaction]);
            form.focus(`reactions.${reactions.length}.manifestation`);
          }}
        >
          {t('addReaction')}
        </Button>
      )}
    </>
  );
}
