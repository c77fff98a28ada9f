'use client';
import type {
  AgendaLine,
  AgendaRule,
  KindLine,
  RulesView,
  StoredRule,
} from '@keneyapp/bff/features/appointments/rules-view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { CallFailed } from '../../../components/call-failed.tsx';
import { SaveFailed } from '../../../components/save-failed.tsx';
import { announce } from '../../../shell/announcer.tsx';
import { useTRPC } from '../../../trpc/client.tsx';
import { isNotSeen } from './use-preview.ts';
import { KindsCard } from './kinds-card.tsx';
import { Lanes } from './lanes.tsx';
import type { EditedRule } from './rule-dialog.tsx';
import type { RuleType } from './rule-values.ts';
import { RulesTable } from './rules-table.tsx';
import { UndoLine } from './undo-line.tsx';
import { useRuleWords } from './use-rule-words.ts';
import styles from './rules.module.css';

const RuleDialog = dynamic(() => import('./rule-dialog.tsx').then((m) => m.RuleDialog), { ssr: false });
const RemoveRule = dynamic(() => import('./remove-rule.tsx').then((m) => m.RemoveRule), { ssr: false });

interface Props {
  agenda: AgendaLine;
  /** Of the whole house. */
  kinds: readonly KindLine[];
  mayWrite: boolean;
}

/** When one practitioner, or one room, can be booked, and for what. */
export function AgendaRules({ agenda, kinds, mayWrite }: Props) {
  const c = useTranslations('common.state');
  const resource = agenda.reference;
  const query = useQuery(useTRPC().appointments.rulesOf.queryOptions({ resource }));
  if (!query.data)
    return query.error ? (
      <CallFailed error={query.error} retry={() => void query.refetch()} />
    ) : (
      <LoadingRows rows={6} widths={[24, 18, 30, 12]} label={c('loading')} />
    );
  return <Shown key={resource} {...{ agenda, kinds, mayWrite }} view={query.data} />;
}

const types: readonly { type: RuleType; title: 'weekly' | 'once' | 'absences' }[] = [
  { type: 'opening', title: 'weekly' },
  { type: 'extra', title: 'once' },
  { type: 'absence', title: 'absences' },
];

function Shown({ agenda, kinds, mayWrite, view }: Props & { view: RulesView }) {
  const t = useTranslations('rules');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const resource = agenda.reference;
  const kindName = (id: string) => kinds.find((kind) => kind.id === id)?.name ?? id;
  const words = useRuleWords(kindName);
  const [edited, setEdited] = useState<EditedRule | null>(null);
  const [removing, setRemoving] = useState<StoredRule | null>(null);
  const [removed, setRemoved] = useState<AgendaRule | null>(null);
  const [isReread, setReread] = useState(false);
  const readAgain = () => void queries.invalidateQueries({ queryKey: trpc.appointments.pathKey() });
  const given = kinds.filter(({ id }) => view.kinds.includes(id));
  const undo = useMutation(
    trpc.appointments.saveRule.mutationOptions({
      onSuccess: (_, { rule }) => {
        announce(t('undone', { rule: words.whole(rule as AgendaRule) }));
        setRemoved(null);
        readAgain();
      },
      onError: (error) => {
        // something was booked meanwhile: looked at before it is put back
        if (isNotSeen(error) && removed) setEdited({ type: removed.type, stored: removed, version: null });
      },
    }),
  );
  return (
    <div className={styles.main}>
      {!mayWrite && <Alert severity="info">{t('readOnly')}</Alert>}
      {removed && (
        <UndoLine
          text={t('removed', { rule: words.whole(removed) })}
          undo={t('undo')}
          isPending={undo.isPending}
          onUndo={() => undo.mutate({ rule: removed, version: null, seen: [] })}
        />
      )}
      {undo.error && !isNotSeen(undo.error) && (
        <SaveFailed error={undo.error} title={t('failed')} isTyped={false} />
      )}
      {isReread && (
        <Alert severity="warning" role="alert" onClose={() => setReread(false)}>
          {t('reread')}
        </Alert>
      )}
      {types.map(({ type, title }) => {
        const rules = view.rules.filter(({ value }) => value.type === type);
        return (
          <SectionCard
            key={type}
            title={t(title)}
            count={rules.length}
            tools={
              mayWrite && (
                <Button
                  size="small"
                  variant="outlined"
                  onClick={() => setEdited({ type, stored: null, version: null })}
                >
                  {t(`add.${type}`)}
                </Button>
              )
            }
          >
            {rules.length === 0 ? (
              <EmptyState title={t(`empty.${type}`)} />
            ) : (
              <RulesTable
                label={t(title)}
                rules={rules}
                words={words}
                {...(mayWrite
                  ? {
                      onEdit: ({ value, version }) => setEdited({ type, stored: value, version }),
                      onRemove: setRemoving,
                    }
                  : {})}
              />
            )}
          </SectionCard>
        );
      })}
      <KindsCard kinds={given} mayWrite={mayWrite} onSaved={readAgain} />
      <Lanes agenda={agenda} mayWrite={mayWrite} onSaved={readAgain} />
      {edited && (
        <RuleDialog
          resource={resource}
          edited={edited}
          kinds={given}
          kindName={kindName}
          onClose={() => setEdited(null)}
          onSaved={() => {
            setEdited(null);
            setRemoved(null);
            readAgain();
          }}
        />
      )}
      {removing && (
        <RemoveRule
          stored={removing}
          words={words.whole(removing.value)}
          onClose={() => setRemoving(null)}
          onRemoved={() => {
            setRemoved(removing.value);
            setRemoving(null);
            readAgain();
          }}
          onChanged={() => {
            setRemoving(null);
            setReread(true);
            readAgain();
          }}
        />
      )}
    </div>
  );
}
