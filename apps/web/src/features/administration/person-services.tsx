'use client';
import type { PersonRow } from '@keneyapp/bff/features/administration/view';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { SelectInput } from '../../components/form/select-field.tsx';
import list from '../../components/list.module.css';
import { useTRPC } from '../../trpc/client.tsx';
import type { AccountChange } from './use-change-words.ts';
import styles from './administration.module.css';

interface Props {
  person: PersonRow;
  onAsk: (asking: AccountChange) => void;
}

/** Services the person belongs to in the record: with them come the charts of their patients. */
export function ServicesSection({ person, onAsk }: Props) {
  const t = useTranslations('administration.person.services');
  const id = useId();
  const { kind, memberships, isSelf } = person;
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{t('title')}</h3>
      {kind !== 'staff' ? (
        <p className="muted">{t('notStaff')}</p>
      ) : memberships === null ? (
        <p className="muted">{t('unread')}</p>
      ) : (
        <>
          {memberships.length === 0 ? (
            <p className="muted">{t('none')}</p>
          ) : (
            <ul className={styles.memberships}>
              {memberships.map((membership) => {
                const service = membership.service ?? t('unnamed');
                return (
                  <li key={membership.id}>
                    <span>
                      {service}
                      <span className={list.note}>
                        {[membership.profession, ...membership.places].filter(Boolean).join(' · ')}
                      </span>
                    </span>
                    {!isSelf && membership.version !== null && (
                      <Button
                        variant="outlined"
                        color="error"
                        aria-label={t('removeFrom', { service })}
                        onClick={() => onAsk({ kind: 'leave', membership })}
                      >
                        {t('remove')}
                      </Button>
                    )}
                  </li>
                );
              })}
            </ul>
          )}
          {!isSelf && <AddService person={person} onAsk={onAsk} />}
        </>
      )}
    </section>
  );
}

function AddService({ person, onAsk }: Props) {
  const t = useTranslations('administration.person.services');
  const id = useId();
  const [chosen, setChosen] = useState('');
  const { data, error, refetch } = useQuery(
    useTRPC().administration.services.queryOptions(undefined, { staleTime: 300_000 }),
  );
  if (!data)
    return error ? (
      <CallFailed error={error} retry={() => void refetch()} />
    ) : (
      <div className={styles.line} aria-busy />
    );
  const otherServices = data.filter(
    (one) => !person.memberships?.some(({ serviceId }) => serviceId === one.id),
  );
  if (otherServices.length === 0) return <p className="muted">{t('noChoice')}</p>;
  const service = otherServices.find((one) => one.id === chosen);
  return (
    <div className={styles.line}>
      <div className={styles.choice}>
        <SelectInput
          id={id}
          label={t('add')}
          isLabelHidden
          value={service?.id ?? ''}
          onChange={setChosen}
          options={[
            { value: '', word: t('choose') },
            ...otherServices.map((one) => ({ value: one.id, word: one.name })),
          ]}
        />
      </div>
      <Button
        variant="outlined"
        disabled={!service}
        onClick={() => service && onAsk({ kind: 'join', service })}
      >
        {t('addButton')}
      </Button>
    </div>
  );
}
