'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { FieldGroup } from '../../components/form/form-frame.tsx';
import { TextField } from '../../components/form/text-field.tsx';
import type { ChartForm } from '../../components/form/use-chart-form.ts';
import styles from './identities.module.css';
import type { IdentityValues } from './identity-state.ts';
import { relationFields } from './relations-state.ts';

const tel = { type: 'tel', inputMode: 'tel', autoComplete: 'off' } as const;
const plain = { autoComplete: 'off' } as const;

/** Folded until somebody is written down, or something of it is wrong: whom to tell and to consult, the doctor in town, the insured. */
export function RelationFields({ form }: { form: ChartForm<IdentityValues> }) {
  const t = useTranslations('identities.relations');
  const id = useId();
  const [isOpen, setOpen] = useState(() => relationFields.some((name) => form.values()[name] !== ''));
  const isShown = isOpen || form.attempted.some((name) => relationFields.some((one) => one === name));
  return (
    <div className={styles.fold}>
      <Button
        type="button"
        variant="outlined"
        aria-expanded={isShown}
        aria-controls={id}
        onClick={() => setOpen(!isShown)}
      >
        {t('title')}
      </Button>
      <div id={id} className={styles.folded}>
        {isShown && (
          <>
            {(['warn', 'trust'] as const).map((kind) => (
              <FieldGroup key={kind} legend={t(kind)}>
                <TextField
                  form={form}
                  name={`${kind}Name`}
                  longest={200}
                  attributes={plain}
                  hint={kind === 'trust' ? t('trustHint') : null}
                />
                <TextField form={form} name={`${kind}Phone`} longest={30} isWide={false} attributes={tel} />
                <TextField form={form} name={`${kind}Link`} longest={100} isWide={false} attributes={plain} />
              </FieldGroup>
            ))}
            <FieldGroup legend={t('doctor')}>
              <TextField
                form={form}
                name="doctorName"
                longest={200}
                isWide={false}
                attributes={plain}
                hint={t('doctorHint')}
              />
              <TextField form={form} name="doctorPhone" longest={30} isWide={false} attributes={tel} />
            </FieldGroup>
            <FieldGroup legend={t('insurance')}>
              <TextField
                form={form}
                name="insuredNumber"
                longest={30}
                attributes={{ inputMode: 'text', autoComplete: 'off', spellCheck: false }}
                hint={t('insuredHint')}
              />
            </FieldGroup>
          </>
        )}
      </div>
    </div>
  );
}
