'use client';
import CloseIcon from '@mui/icons-material/Close';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import OutlinedInput from '@mui/material/OutlinedInput';
import { mostBands, scaleUnits } from '@keneyapp/clinical/prescribing';
import { useState } from 'react';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { SelectField } from '../../components/form/select-field.tsx';
import { pathOf, useBasketField, type BasketForm } from './basket-field.ts';
import { unitsFor, unitWord } from './dose-units.ts';
import { TypedNumber } from './regimen-inputs.tsx';
import { emptyBand, leastBands, type BandText, type ScaleText } from './scale-text.ts';
import { useOrderWords } from './use-order-words.ts';
import styles from './scale.module.css';

interface Removed {
  band: BandText;
  at: number;
  /** Where the one before it ended, which became the last. */
  before: string;
}

/** A dose by what is measured: a row per band, of which its upper end is typed; it begins where the one above it ends. */
export function ScaleFields({ form, path }: { form: BasketForm; path: string }) {
  const { t, f } = useOrderWords();
  const { id, value, isLocked } = useBasketField<ScaleText>(form, path);
  const bands = useBasketField<BandText[]>(form, path, 'bands');
  const [removed, setRemoved] = useState<Removed | null>(null);
  const last = value.bands.length - 1;
  // once it is there
  const focusOn = (element: string) => requestAnimationFrame(() => document.getElementById(element)?.focus());
  const putBackId = `${id}-put-back`;

  const add = () => {
    bands.change(value.bands.toSpliced(last, 0, emptyBand));
    setRemoved(null);
    focusOn(form.idOf(pathOf(path, 'bands', last, 'below')));
  };
  const remove = (at: number) => {
    const band = value.bands[at];
    if (!band) return;
    const before = value.bands[at - 1]?.below ?? '';
    const rest = value.bands.toSpliced(at, 1);
    // the one that is last now has no upper end
    bands.change(at === last ? endingOpen(rest) : rest);
    setRemoved({ band, at, before });
    focusOn(putBackId);
  };
  const putBack = () => {
    if (!removed) return;
    const { band, at, before } = removed;
    const place = Math.min(at, value.bands.length);
    const isLast = place === value.bands.length;
    const held = isLast
      ? value.bands.map((one, i) => (i === place - 1 ? { ...one, below: before } : one))
      : value.bands;
    bands.change(held.toSpliced(place, 0, band));
    setRemoved(null);
    focusOn(form.idOf(pathOf(path, 'bands', place, isLast ? 'dose' : 'below')));
  };

  return (
    <div className={styles.scale}>
      <SelectField
        form={form}
        name={pathOf(path, 'unit')}
        options={[
          { value: '', word: t('field.unitNone') },
          ...scaleUnits.map((unit) => ({ value: unit, word: unit })),
        ]}
      />
      <SelectField
        form={form}
        name={pathOf(path, 'doseUnit')}
        options={[
          { value: '', word: t('field.unitNone') },
          ...unitsFor(value.doseUnit).map((unit) => ({ value: unit, word: unitWord(unit, f.locale) })),
        ]}
      />
      <ol className={styles.bands} aria-label={t('scale.bands')}>
        {value.bands.map((_, i) => (
          <Band
            // bands have no name of their own, and each field holds its text: their place is enough
            key={i}
            form={form}
            path={path}
            index={i}
            scale={value}
            onRemove={value.bands.length > leastBands ? () => remove(i) : null}
          />
        ))}
      </ol>
      {removed && (
        <p className={styles.note} role="status">
          {t('scale.removed', { n: removed.at + 1 })}{' '}
          <Button id={putBackId} onClick={putBack} disabled={isLocked}>
            {t('line.putBack')}
          </Button>
        </p>
      )}
      <p className={styles.note}>
        {t('scale.hint')}{' '}
        {value.bands.length < mostBands && (
          <Button onClick={add} disabled={isLocked}>
            {t('scale.add')}
          </Button>
        )}
      </p>
    </div>
  );
}

const endingOpen = (bands: BandText[]): BandText[] =>
  bands.map((one, i) => (i === bands.length - 1 ? { ...one, below: '' } : one));

interface BandProps {
  form: BasketForm;
  path: string;
  index: number;
  scale: ScaleText;
  onRemove: (() => void) | null;
}

function Band({ form, path, index, scale, onRemove }: BandProps) {
  const { t, f } = useOrderWords();
  const at = pathOf(path, 'bands', index);
  const below = useBasketField<string>(form, at, 'below');
  const dose = useBasketField<string>(form, at, 'dose');
  const words = useBasketField<string>(form, at, 'instruction');
  const isLast = index === scale.bands.length - 1;
  const from = scale.bands[index - 1]?.below.trim() || '…';
  return (
    <li>
      <div className={styles.band}>
        <div className={styles.range}>
          {isLast ? (
            <span>{t('scale.last', { from: [from, scale.unit].filter(Boolean).join('\u00a0') })}</span>
          ) : (
            <>
              <span aria-hidden>{index === 0 ? t('scale.first') : t('scale.next', { from })}</span>
              <FieldFrame id={below.id} label={below.label} problem={below.problem} isLabelHidden>
                <TypedNumber
                  id={below.id}
                  text={below.value}
                  onText={below.change}
                  onLeave={below.leave}
                  problem={below.problem}
                  isLocked={below.isLocked}
                  hasDecimals
                />
              </FieldFrame>
              <span>{scale.unit}</span>
            </>
          )}
        </div>
        <div className={styles.dose}>
          <FieldFrame id={dose.id} label={dose.label} problem={dose.problem} isLabelHidden>
            <TypedNumber
              id={dose.id}
              text={dose.value}
              onText={dose.change}
              onLeave={dose.leave}
              problem={dose.problem}
              isLocked={dose.isLocked}
              hasDecimals
            />
          </FieldFrame>
          <span>{unitWord(scale.doseUnit, f.locale)}</span>
        </div>
        <div className={styles.words}>
          <FieldFrame id={words.id} label={words.label} problem={words.problem} isLabelHidden>
            <OutlinedInput
              id={words.id}
              size="small"
              value={words.value}
              placeholder={t('scale.example')}
              onChange={(e) => words.change(e.target.value)}
              onBlur={words.leave}
              autoComplete="off"
              slotProps={{
                input: {
                  readOnly: words.isLocked,
                  maxLength: 200,
                  'aria-describedby': describedBy(words.id, words.problem),
                },
              }}
            />
          </FieldFrame>
          {onRemove && (
            <IconButton
              aria-label={t('scale.remove', { n: index + 1 })}
              title={t('scale.remove', { n: index + 1 })}
              onClick={onRemove}
              disabled={words.isLocked}
            >
              <CloseIcon fontSize="small" />
            </IconButton>
          )}
        </div>
      </div>
    </li>
  );
}
