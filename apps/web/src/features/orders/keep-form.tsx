'use client';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { useId, useState } from 'react';
import { useWatch } from 'react-hook-form';
import { SelectInput } from '../../components/form/select-field.tsx';
import type { BasketForm } from './basket-field.ts';
import { inOrder, type BasketText } from './basket.ts';
import { templateOf } from './at-hand.ts';
import { NameInput } from './name-input.tsx';
import type { AtHandState } from './use-at-hand.ts';
import { useOrderWords } from './use-order-words.ts';
import styles from './at-hand.module.css';

interface Props {
  form: BasketForm;
  atHand: AtHandState;
}

/** Keeps lines of the basket under a name: all of them, or those that are chosen. */
export function KeepForm({ form, atHand }: Props) {
  const { t } = useOrderWords();
  const [isOpen, setOpen] = useState(false);
  if (!isOpen)
    return (
      <Button
        className={styles.open}
        aria-expanded={false}
        onClick={() => {
          setOpen(true);
          atHand.forget();
        }}
      >
        {t('keep.open')}
      </Button>
    );
  return <Fields form={form} atHand={atHand} onClose={() => setOpen(false)} />;
}

function Fields({ form, atHand, onClose }: Props & { onClose: () => void }) {
  const { t, lineWords } = useOrderWords();
  const id = useId();
  const basket = useWatch({ control: form.control }) as BasketText;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [serviceId, setService] = useState<string | null>(null);
  const [isNone, setNone] = useState(false);
  const read = inOrder(basket).map(([name, line]) => ({ name, line, template: templateOf(line) }));
  const able = read.filter(({ template }) => template !== null);
  const unable = read.filter(({ template }) => template === null);
  const chosen = able.flatMap(({ name, template }) => (template && !left.has(name) ? [template] : []));
  return (
    <div className={styles.keep} role="group" aria-label={t('keep.title')}>
      <NameInput
        label={t('keep.name')}
        initial={chosen.length === 1 ? (chosen[0]?.coded.text.slice(0, 100) ?? '') : ''}
        placeholder={t('keep.example')}
        save={t('keep.save')}
        isPending={atHand.isPending}
        hintOf={(name) => t(atHand.sameName(name, serviceId) ? 'keep.replaces' : 'keep.hint')}
        onCancel={onClose}
        onSave={(name) => {
          setNone(chosen.length === 0);
          if (chosen.length === 0) return;
          void atHand
            .keep({ name, serviceId, lines: chosen }, atHand.sameName(name, serviceId))
            .then((isKept) => isKept && onClose());
        }}
      >
        {atHand.maySaveForService && atHand.services.length > 0 && (
          <SelectInput
            id={`${id}-for`}
            label={t('keep.for')}
            value={serviceId ?? ''}
            options={[
              { value: '', word: t('keep.mine') },
              ...atHand.services.map((one) => ({
                value: one.id,
                word: t('keep.service', { service: one.name }),
              })),
            ]}
            onChange={(value) => setService(value || null)}
          />
        )}
        {read.length > 1 && (
          <fieldset className={styles.lines}>
            <legend>{t('keep.lines')}</legend>
            {able.map(({ name, line }) => (
              <FormControlLabel
                key={name}
                label={[lineWords(line).name, ...lineWords(line).parts].join(' – ')}
                control={
                  <Checkbox
                    size="small"
                    checked={!left.has(name)}
                    onChange={(_, isChosen) => {
                      const next = new Set(left);
                      if (isChosen) next.delete(name);
                      else next.add(name);
                      setLeft(next);
                    }}
                  />
                }
              />
            ))}
          </fieldset>
        )}
        {unable.length > 0 && (
          <p className={styles.note}>
            {t('keep.notKept', { what: unable.map(({ line }) => lineWords(line).name).join(', ') })}
          </p>
        )}
        {((isNone && chosen.length === 0) || able.length === 0) && (
          <p className={styles.problem} role="alert">
            {t('keep.noLines')}
          </p>
        )}
      </NameInput>
    </div>
  );
}
