import { useTranslations } from 'next-intl';
import { useFormats } from '../../i18n/use-formats.ts';
import type { RulesView } from '@keneyapp/bff/features/safety/view';

/** Words of this page: rules by what their service calls them. */
export function useSafetyWords(view: RulesView | undefined) {
  const t = useTranslations('safety');
  const f = useFormats();
  const titles = new Map(view?.rules.map(({ rule, title }) => [rule, title ?? rule]));
  return {
    t,
    f,
    titleOf: (rule: string) => titles.get(rule) ?? rule,
    /** `Cardiologie 4, Urgences 1`. */
    counts: (all: Readonly<Record<string, number>>) =>
      Object.entries(all)
        .sort(([, a], [, b]) => b - a)
        .map(([name, n]) => `${name || t('unknown')}\u00a0${n}`)
        .join(', '),
  };
}
