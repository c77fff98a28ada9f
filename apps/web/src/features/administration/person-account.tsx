'use client';
import type { PersonRow } from '@keneyapp/bff/features/administration/view';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { SelectInput } from '../../components/form/select-field.tsx';
import { staffRoles, type AccountChange } from './use-change-words.ts';
import styles from './administration.module.css';

interface Props {
  person: PersonRow;
  onAsk: (asking: AccountChange) => void;
}

export function RoleSection({ person, onAsk }: Props) {
  const t = useTranslations('administration.person.role');
  const s = useTranslations('shell.roles');
  const id = useId();
  const [chosen, setChosen] = useState<string | null>(null);
  const role = staffRoles.find((one) => one === (chosen ?? person.role));
  const isFixed = person.isSelf || person.kind === 'patient';
  return (
    <section aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{t('title')}</h3>
      {isFixed ? (
        <p>
          {person.role ? s(person.role) : t('none')}
          {person.kind === 'patient' && <span className={styles.hint}>{t('patient')}</span>}
        </p>
      ) : (
        <div className={styles.line}>
          <div className={styles.choice}>
            <SelectInput
              id={id}
              label={t('label')}
              isLabelHidden
              value={role ?? ''}
              onChange={setChosen}
              options={[
                ...(role ? [] : [{ value: '', word: person.role ? s(person.role) : t('none') }]),
                ...staffRoles.map((one) => ({ value: one, word: s(one) })),
              ]}
            />
          </div>
          <Button
            variant="outlined"
            disabled={!role || role === person.role}
            onClick={() => role && onAsk({ kind: 'role', role })}
          >
            {t('change')}
          </Button>
        </div>
      )}
    </section>
  );
}

export function AccountSection({ person, onAsk }: Props) {
  const t = useTranslations('administration.person.account');
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{t('title')}</h3>
      <div className={styles.line}>
        <p>{t(person.isActive ? 'active' : 'inactive')}</p>
        {!person.isSelf && (
          <Button
            variant="outlined"
            color={person.isActive ? 'error' : 'primary'}
            onClick={() => onAsk({ kind: 'active', active: !person.isActive })}
          >
            {t(person.isActive ? 'deactivate' : 'activate')}
          </Button>
        )}
      </div>
    </section>
  );
}
