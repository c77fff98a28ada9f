'use client';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { isChangedMeanwhile } from '../../trpc/error.ts';
import { isOtherUnit, type Steps } from './use-step.ts';
import { useTaskWords } from './use-task-words.ts';

/** What became of the last step: done, with the way back; refused, with who was faster. */
export function StepOutcome({ steps }: { steps: Steps }) {
  const t = useTranslations('tasks');
  const f = useFormats();
  const words = useTaskWords();
  const { done, failed, take, lineNow, dismiss } = steps;
  if (failed) {
    const { line, step, error } = failed;
    if (isOtherUnit(error)) return null;
    if (!isChangedMeanwhile(error))
      return (
        <SaveFailed
          error={error}
          isTyped={false}
          title={t('failed')}
          retry={() => void take(lineNow(line.reference) ?? line, step)}
        />
      );
    const last = lineNow(line.reference)?.words?.steps.at(-1);
    return (
      <Alert severity="warning" role="alert" onClose={dismiss}>
        {last
          ? t('overtaken', {
              what: t(`step.${last.kind}`),
              name: last.by ? words.addressee({ name: last.by.name, role: null }) : t('step.bySystem'),
              time: f.dateTime(last.at) ?? '',
            })
          : t('overtakenOther')}
      </Alert>
    );
  }
  if (!done) return null;
  const now = lineNow(done.reference);
  const { undo } = done;
  return (
    <Alert
      severity="success"
      role="status"
      onClose={dismiss}
      action={
        undo &&
        now && (
          <Button size="small" color="inherit" onClick={() => void take(now, undo)}>
            {t('act.undo')}
          </Button>
        )
      }
    >
      {t(`said.${done.kind}`)} {now && <b>{words.title(now)}</b>}
    </Alert>
  );
}
