'use client';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import RenameIcon from '@mui/icons-material/DriveFileRenameOutlineOutlined';
import ExpandIcon from '@mui/icons-material/ExpandMore';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { useId, useState } from 'react';
import { SaveFailed } from '../../components/save-failed.tsx';
import { keyOfAtHand, type AtHand } from './at-hand.ts';
import { NameInput } from './name-input.tsx';
import type { AtHandState } from './use-at-hand.ts';
import { useOrderWords } from './use-order-words.ts';
import styles from './at-hand.module.css';

interface Props {
  atHand: AtHandState;
  /** With lines in the basket the list waits behind its title. */
  isBasketEmpty: boolean;
  isLocked: boolean;
  onChoose: (one: AtHand) => void;
}

/** Favourites of one's own and of one's services, and sets of the house: one click puts all of its lines in the basket. */
export function AtHandPanel({ atHand, isBasketEmpty, isLocked, onChoose }: Props) {
  const { t } = useOrderWords();
  const id = useId();
  const [isOpened, setOpened] = useState<boolean | null>(null);
  const isOpen = isOpened ?? isBasketEmpty;
  const { all, services } = atHand;
  const groups = [
    { key: 'own', title: t('atHand.own'), of: (one: AtHand) => one.is === 'favourite' && !one.serviceId },
    ...services.map((service) => ({
      key: service.id,
      title: t('atHand.ofService', { service: service.name }),
      of: (one: AtHand) => one.is === 'favourite' && one.serviceId === service.id,
    })),
    { key: 'sets', title: t('atHand.sets'), of: (one: AtHand) => one.is === 'set' },
  ].flatMap(({ of, ...group }) => {
    const rows = all.filter(of);
    return rows.length > 0 ? [{ ...group, rows }] : [];
  });
  return (
    <section className={styles.panel} aria-label={t('atHand.title')}>
      <Button
        className={styles.title}
        color="inherit"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpened(!isOpen)}
        endIcon={<ExpandIcon aria-hidden sx={isOpen ? { transform: 'rotate(180deg)' } : null} />}
      >
        {all.length > 0 ? t('atHand.titleOf', { n: all.length }) : t('atHand.title')}
      </Button>
      {isOpen && (
        <div id={id}>
          {atHand.isLoading && (
            <p className={styles.note} role="status">
              {t('atHand.loading')}
            </p>
          )}
          {!atHand.isLoading && !atHand.isAway && all.length === 0 && (
            <p className={styles.note}>{t('atHand.none')}</p>
          )}
          {groups.map(({ key, title, rows }) => (
            <div key={key} role="group" aria-label={title}>
              <p className={styles.group}>{title}</p>
              <ul className={styles.rows}>
                {rows.map((one) => (
                  <Row
                    key={keyOfAtHand(one)}
                    one={one}
                    atHand={atHand}
                    isLocked={isLocked}
                    onChoose={onChoose}
                  />
                ))}
              </ul>
            </div>
          ))}
          {atHand.isCut && <p className={styles.note}>{t('atHand.cut')}</p>}
        </div>
      )}
      {atHand.isAway && (
        <Alert severity="warning" action={<Button onClick={atHand.refetch}>{t('atHand.again')}</Button>}>
          {t('atHand.away')}
        </Alert>
      )}
      {atHand.failure !== null && <SaveFailed error={atHand.failure} title={t('keep.notSaved')} />}
      <Done atHand={atHand} />
    </section>
  );
}

interface RowProps extends Pick<Props, 'atHand' | 'isLocked' | 'onChoose'> {
  one: AtHand;
}

function Row({ one, atHand, isLocked, onChoose }: RowProps) {
  const { t, f } = useOrderWords();
  const [isRenaming, setRenaming] = useState(false);
  const { name, lines } = one;
  const what = lines?.map(({ coded }) => coded.text).join(', ') ?? t('atHand.notWhole');
  const approved =
    one.is === 'set' && one.approvedOn !== null
      ? one.publisher === null
        ? t('atHand.approvedOn', { date: f.date(one.approvedOn) ?? '' })
        : t('atHand.approved', { publisher: one.publisher, date: f.date(one.approvedOn) ?? '' })
      : one.is === 'set'
        ? one.publisher
        : null;
  if (isRenaming && one.is === 'favourite')
    return (
      <li className={styles.renaming}>
        <NameInput
          label={t('atHand.name')}
          initial={name}
          save={t('atHand.save')}
          isPending={atHand.isPending}
          onCancel={() => setRenaming(false)}
          onSave={(next) => {
            const { is: _, ...before } = one;
            void atHand.rename(before, next).then((isSaved) => setRenaming(!isSaved));
          }}
        />
      </li>
    );
  return (
    <li className={styles.row}>
      <button
        type="button"
        className={styles.choose}
        disabled={lines === null || isLocked}
        aria-label={t('atHand.choose', { name, lines: what })}
        onClick={() => onChoose(one)}
      >
        <strong>{name}</strong>
        <span title={what}>{what}</span>
        {approved && <span>{approved}</span>}
      </button>
      {one.is === 'favourite' && atHand.mayChange(one) && (
        <>
          <IconButton
            size="small"
            aria-label={t('atHand.rename', { name })}
            title={t('atHand.rename', { name })}
            onClick={() => setRenaming(true)}
          >
            <RenameIcon fontSize="small" />
          </IconButton>
          <IconButton
            size="small"
            aria-label={t('atHand.remove', { name })}
            title={t('atHand.remove', { name })}
            disabled={atHand.isPending}
            onClick={() => {
              const { is: _, ...before } = one;
              void atHand.remove(before);
            }}
          >
            <DeleteIcon fontSize="small" />
          </IconButton>
        </>
      )}
    </li>
  );
}

/** What was done last, which can be undone; the button that did it may be gone, so the keyboard goes on here. */
function Done({ atHand: { kept, isPending, undo, forget } }: Pick<Props, 'atHand'>) {
  const { t } = useOrderWords();
  if (!kept) return <div role="status" />;
  return (
    <div className={styles.done}>
      <p role="status">{t(`atHand.done.${kept.did}`, { name: kept.name })}</p>
      {kept.did !== 'restored' && (
        <Button
          key={`${kept.did} ${kept.id}`}
          // eslint-disable-next-line jsx-a11y/no-autofocus -- what had the focus was taken away by the same click
          autoFocus={kept.did === 'removed'}
          size="small"
          aria-label={t('atHand.undoOf', { name: kept.before?.name ?? kept.name })}
          loading={isPending}
          onClick={undo}
        >
          {t('atHand.undo')}
        </Button>
      )}
      <Button size="small" color="inherit" onClick={forget}>
        {t('atHand.close')}
      </Button>
    </div>
  );
}
