'use client';
import type { MergeField } from '@keneyapp/bff/features/identities/schema';
import type { ComparedPairView } from '@keneyapp/bff/features/identities/view';
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import styles from './identities.module.css';
import { isBlank, mergeFields, type Chosen } from './merge-choices.ts';
import { useSideWords } from './use-side-words.ts';

interface Props {
  pair: ComparedPairView;
  chosen: Chosen;
  isLocked: boolean;
  keep: (side: 0 | 1) => void;
  choose: (field: MergeField, side: 0 | 1) => void;
}

/** Both identities, field by field; where they differ one of them is chosen. */
export function MergeTable({ pair, chosen, isLocked, keep, choose }: Props) {
  const t = useTranslations('identities.merge');
  const work = useTranslations('identities.work.column');
  const words = useSideWords();
  return (
    <table className={styles.pairTable}>
      <thead>
        <tr>
          <th scope="col">{work('field')}</th>
          {([0, 1] as const).map((i) => (
            <Head
              key={i}
              side={pair.sides[i]}
              isKept={chosen.kept === i}
              isLocked={isLocked || pair.sides[i === 0 ? 1 : 0].mustBeKept}
              keep={() => keep(i)}
            />
          ))}
        </tr>
      </thead>
      <tbody>
        {mergeFields.map((field) => {
          const differs = pair.differs.includes(field);
          if (!differs && isBlank(pair.sides[0], field)) return null;
          return (
            <tr key={field} data-differs={differs}>
              <th scope="row">{t(`field.${field}`)}</th>
              {differs ? (
                ([0, 1] as const).map((i) => (
                  <td key={i}>
                    <FormControlLabel
                      label={words.value(pair.sides[i], field) || t('blank')}
                      disabled={isLocked}
                      control={
                        <Radio
                          size="small"
                          name={`merge-${field}`}
                          checked={(chosen.fields[field] ?? chosen.kept) === i}
                          onChange={() => choose(field, i)}
                          slotProps={{
                            input: {
                              'aria-label': t('choose', {
                                field: t(`field.${field}`),
                                value: words.value(pair.sides[i], field) || t('blank'),
                                from: words.number(pair.sides[i]),
                              }),
                            },
                          }}
                        />
                      }
                    />
                  </td>
                ))
              ) : (
                <td colSpan={2}>{words.value(pair.sides[0], field)}</td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface HeadProps {
  side: ComparedPairView['sides'][number];
  isKept: boolean;
  isLocked: boolean;
  keep: () => void;
}

function Head({ side, isKept, isLocked, keep }: HeadProps) {
  const t = useTranslations('identities.merge');
  const ins = useTranslations('patients.banner.ins');
  const words = useSideWords();
  return (
    <th scope="col">
      <Link href={`/patients/${side.patientId}/identity`} prefetch={false} className={styles.open}>
        <b>{words.named(side)}</b>
      </Link>
      <div className="muted">
        {ins(`${side.state.status}.short`)} · {t(side.hasIns ? 'hasIns' : 'noIns')}
        {side.formerIpps.length > 0 && ` · ${t('former', { numbers: side.formerIpps.join(', ') })}`}
      </div>
      <FormControlLabel
        label={t('keep')}
        disabled={isLocked}
        control={
          <Radio
            size="small"
            name="merge-kept"
            checked={isKept}
            onChange={keep}
            slotProps={{ input: { 'aria-label': t('keepOf', { name: words.named(side) }) } }}
          />
        }
      />
    </th>
  );
}
