'use client';
import Button from '@mui/material/Button';
import { useNow } from 'next-intl';
import { Ago } from '../../components/ago.tsx';
import { FormDraftConflict } from '../../components/form/form-draft-conflict.tsx';
import { FormFrame } from '../../components/form/form-frame.tsx';
import { issuesOf } from '../../components/form/server-issues.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import { inOrder, isSameLine, mergedBasket, parseBasket, type BasketText } from './basket.ts';
import { useBasketField } from './basket-field.ts';
import { BasketLine } from './basket-line.tsx';
import { AtHandPanel } from './at-hand-panel.tsx';
import { ChecksBrief, ChecksPanel, ChecksProvider } from './checks-panel.tsx';
import { KeepForm } from './keep-form.tsx';
import { LineSearch } from './line-search.tsx';
import { NurseOrders } from './nurse-orders.tsx';
import { TakenNote } from './taken-note.tsx';
import { VerbalFields } from './verbal-fields.tsx';
import { useAtHand } from './use-at-hand.ts';
import { useBasket, type BasketFieldsProps } from './use-basket.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useOrderWords, type OrderWords } from './use-order-words.ts';
import { useTake } from './use-take.ts';
import { useWholeLine } from './use-whole-line.ts';
import styles from './orders.module.css';

/** A draft as young as that was only interrupted. */
const youngMs = 5 * 60_000;

/** The search above, the lines below it, and the foot that signs them. */
export function BasketFields(props: BasketFieldsProps) {
  const { draft, banner, onClose, patientId } = props;
  const words = useOrderWords();
  const { t, f } = words;
  const now = useNow();
  const isProposing = useSignedInUser().profession === 'student';
  const basket = useBasket(props);
  const { form, order, saving } = basket;
  const typed = useBasketField<string>(form, 'typed');
  const whole = useWholeLine(typed.value);
  const atHand = useAtHand();
  const { taken, take, takeBack } = useTake({ values: form.values, ...basket });
  const failure = saving.error && !issuesOf(saving.error) ? saving.error : null;
  const born = f.date(banner.identity.birthDate);
  return (
    <ChecksProvider form={form} patientId={patientId}>
      <FormFrame
        form={form}
        label={t(basket.isVerbal ? 'verbal.title' : 'title')}
        draft={draft}
        onSubmit={basket.submit}
        onClose={onClose}
        save={t(basket.isVerbal ? 'verbal.save' : isProposing ? 'sign.propose' : 'sign.save', {
          n: order.length,
        })}
        keys={t(basket.isVerbal || isProposing ? 'sign.keysSave' : 'sign.keys')}
        saving={saving}
        important={
          order.length > 0 && (
            <>
              <ChecksBrief panelId={form.idOf('answers')} answers={basket.answers} />
              {isProposing && <p className={styles.person}>{t('sign.proposing')}</p>}
              <p className={styles.person}>
                <strong>{t('sign.for', { name: f.fullName(banner.identity) })}</strong>
                {born && ` · ${t('sign.born', { date: born })}`}
              </p>
            </>
          )
        }
        notices={
          <>
            <FormDraftConflict
              form={form}
              draft={draft}
              read={parseBasket}
              versionsOf={(theirs, mine) => versionsOf(words, theirs, mine)}
              merge={(mine, theirs, chosen) => mergedBasket({ mine, theirs, chosen })}
            />
            {draft.restored &&
              order.length > 0 &&
              now.getTime() - Date.parse(draft.restored.updatedAt) > youngMs && (
                <p className="muted">
                  {t('sign.restored')} (<Ago value={draft.restored.updatedAt} />)
                </p>
              )}
            {failure !== null && <SaveFailed error={failure} retry={basket.submit} hasDraft />}
          </>
        }
      >
        {basket.isVerbal && <NurseOrders patientId={patientId} now="orders.record-verbal" />}
        {basket.isVerbal && <VerbalFields form={form} />}
        <div data-fields>
          <LineSearch
            id={typed.id}
            inputRef={basket.search}
            text={typed.value}
            onText={typed.change}
            problem={typed.problem}
            whole={whole}
            atHand={atHand.all}
            onAtHand={(one) => {
              typed.change('');
              take(one);
            }}
            onPick={(found) => {
              typed.change('');
              basket.pick(found, whole);
            }}
            onLine={() => {
              if (basket.addTyped(whole)) typed.change('');
            }}
          />
        </div>
        {order.length === 0 && <p className={styles.empty}>{t('empty')}</p>}
        {order.length > 0 && (
          <ol className={styles.list} aria-label={t('title')}>
            {order.map((name, i) => (
              <BasketLine
                key={name}
                form={form}
                name={name}
                index={i}
                isOpen={basket.isOpen.has(name)}
                onToggle={(open) => basket.toggle(name, open)}
                onRemove={() => basket.remove(name)}
                onComplete={() => basket.complete(name)}
              />
            ))}
          </ol>
        )}
        {basket.removed && (
          <p className={styles.removed} role="status">
            {t('line.removed', { what: words.lineWords(basket.removed.line).name })}{' '}
            <Button onClick={basket.putBack}>{t('line.putBack')}</Button>
          </p>
        )}
        <TakenNote taken={taken} onTakeBack={takeBack} />
        <ChecksPanel basket={basket} />
        {order.length > 0 && !basket.isVerbal && <KeepForm form={form} atHand={atHand} />}
        <AtHandPanel
          atHand={atHand}
          isBasketEmpty={order.length === 0}
          isLocked={saving.isPending}
          onChoose={take}
        />
      </FormFrame>
    </ChecksProvider>
  );
}

/** Lines of which the two windows hold different versions; what only one of them has is kept by both answers that merge. */
function versionsOf({ t, lineWords }: OrderWords, theirs: BasketText, mine: BasketText) {
  const names = [...new Set([...inOrder(theirs), ...inOrder(mine)].map(([name]) => name))];
  const inWords = (line: BasketText['lines'][string] | undefined) => {
    if (!line) return null;
    const { name, parts } = lineWords(line);
    return [name, ...parts].filter(Boolean).join(' – ');
  };
  return names
    .filter((name) => {
      const [a, b] = [theirs.lines[name], mine.lines[name]];
      return !a || !b || !isSameLine(a, b);
    })
    .map((name, i) => ({
      key: name,
      label: t('line.of', { n: i + 1, what: '' }).trim(),
      theirs: inWords(theirs.lines[name]) ?? '',
      mine: inWords(mine.lines[name]),
    }));
}
