import type { SummaryView } from '@keneyapp/bff/features/summary/view';
import type { Line } from '@keneyapp/bff/pdf/document';
import type { useTranslations } from 'next-intl';
import type { Formats } from '../../i18n/formats.ts';

type Score = NonNullable<SummaryView['vitals']['warning']>;

/** The early-warning score of who is in the house, in words: its risk, what makes it, its time, and whether the next is late. */
export function warningLine(
  name: string,
  score: Score,
  {
    t,
    parameters,
    f,
    now,
  }: {
    t: ReturnType<typeof useTranslations<'wards.score'>>;
    parameters: ReturnType<typeof useTranslations<'wards.parameters'>>;
    f: Formats;
    now: number;
  },
): Line {
  const line = (lead: string, rest: (string | null | false)[], more: Partial<Line> = {}): Line => ({
    lead: f.labelled(name, lead),
    rest: rest.filter((words): words is string => typeof words === 'string' && words !== ''),
    aside: '',
    ...more,
  });
  if (score.kind === 'not-applicable')
    return line(
      t(`not-applicable.${score.reason}`),
      [score.lastAt && `${t('lastTaken')} ${f.dateTime(score.lastAt) ?? ''}`],
      { tone: 'muted' },
    );
  const whole = score.kind === 'score' ? score : null;
  const isLate = score.isLate || (whole !== null && whole.lateAt !== null && Date.parse(whole.lateAt) < now);
  const help =
    whole === null
      ? t('lateNone')
      : whole.lateAt === null
        ? t('lateUnknown')
        : t('lateHelp', { n: whole.everyHours, time: f.dateTime(whole.lateAt) ?? '' });
  const names = (of: readonly Parameters<typeof parameters>[0][]) =>
    of.map((parameter) => parameters(parameter)).join(', ');
  const { unfinished } = score;
  const time = (unfinished && f.time(unfinished.takenAt)) ?? '';
  return line(
    whole ? `${whole.total}` : t('none'),
    [
      whole && t(`risk.${whole.risk}`),
      whole?.onOxygen ? t('oxygen') : null,
      whole?.isAlert === false && t('consciousness'),
      whole?.isContinuous ? t('continuous') : null,
      whole?.spo2Scale ? t('scale', { n: whole.spo2Scale }) : null,
      whole && whole.red.length > 0 && t('red', { what: names(whole.red) }),
      isLate && f.labelled(t('late'), help),
      unfinished &&
        (unfinished.missing.length > 0
          ? t('unfinished', { time, missing: names(unfinished.missing) })
          : t('uncounted', { time })),
      unfinished && t('atLeast', { total: unfinished.atLeast }),
    ],
    {
      aside: whole ? (f.dateTime(whole.takenAt) ?? '') : '',
      ...(whole?.risk === 'high'
        ? { tone: 'critical' as const }
        : isLate || (whole && whole.risk !== 'low')
          ? { tone: 'warning' as const }
          : {}),
    },
  );
}
