'use client';
import type { PersonRow } from '@keneyapp/bff/features/administration/view';
import { ScrollBox } from '@keneyapp/ui/scroll-box';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import list from '../../components/list.module.css';
import styles from './administration.module.css';

/** One line a person; on a phone a card each. */
export function PeopleTable({
  people,
  isStale,
  onManage,
}: {
  people: readonly PersonRow[];
  isStale: boolean;
  onManage: (id: string) => void;
}) {
  const t = useTranslations('administration.people');
  const s = useTranslations('shell');
  return (
    <ScrollBox label={t('list')}>
      <table className={styles.table} aria-label={t('list')} aria-busy={isStale}>
        <thead>
          <tr>
            {(['person', 'role', 'services', 'sessions', 'manage'] as const).map((column) => (
              <th key={column} scope="col" data-column={column}>
                {column === 'manage' ? (
                  <span className="visually-hidden">{t('column.manage')}</span>
                ) : (
                  t(`column.${column}`)
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.id} data-inactive={!person.isActive}>
              <th scope="row">
                {person.displayName}
                {person.isSelf && <span className={`${list.tag} ${list.current}`}>{t('self')}</span>}
                {!person.isActive && <span className={`${list.tag} ${list.warn}`}>{t('inactive')}</span>}
                <span className={list.note}>{person.username}</span>
              </th>
              <td data-column="role">
                {person.role ? s(`roles.${person.role}`) : <span className="muted">{t('noRole')}</span>}
              </td>
              <td data-column="services">
                <Services person={person} />
              </td>
              <td data-column="sessions" data-label={t('column.sessions')}>
                {person.sessions > 0 ? (
                  t('open', { n: person.sessions })
                ) : (
                  <span className="muted">{t('open', { n: 0 })}</span>
                )}
              </td>
              <td data-column="manage">
                <Button
                  variant="outlined"
                  onClick={() => onManage(person.id)}
                  aria-label={t('manageOf', { name: person.displayName })}
                >
                  {t('manage')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Services({ person: { kind, memberships } }: { person: PersonRow }) {
  const t = useTranslations('administration');
  if (kind !== 'staff') return <span className="muted">—</span>;
  if (memberships === null) return <span className="muted">{t('people.unread')}</span>;
  if (memberships.length === 0) return <span className="muted">{t('people.noServices')}</span>;
  return memberships.map(({ id, service, profession }) => (
    <span key={id} className={styles.service}>
      {service ?? t('person.services.unnamed')}
      {profession && <span className={list.note}>{profession}</span>}
    </span>
  ));
}
