import { randomUUID } from 'node:crypto';
import type { Finding, Language } from './findings.ts';
import { spaced } from './spacing.ts';
import { overrideReasons, overrideSystem } from './hooks.ts';

/** Extension of a card: what a client needs that speaks of more than alerts. */
export const findingExtension = 'https://keneyapp.example/cds-hooks/finding';

export interface Card {
  uuid: string;
  summary: string;
  detail?: string;
  indicator: 'info' | 'warning' | 'critical';
  source: { label: string; url?: string };
  overrideReasons?: { code: string; system: string; display: string }[];
  extension: { [findingExtension]: FindingExtension };
}
interface FindingExtension {
  kind: Finding['kind'];
  rule: string;
  key: string | null;
  orders: string[];
  level: string | null;
  canLift: boolean;
  sourceDate: string | null;
  /** What was not checked, or has no rule, without saying so: a client has its own words for that. */
  subject: string | null;
}

/** A summary has fewer than 140 characters (https://cds-hooks.hl7.org/2.0/#card-attributes). */
const short = (text: string): string => (text.length < 140 ? text : `${text.slice(0, 138)}…`);
const own = { label: 'KeneyApp' };
const indicators = { blocks: 'critical', 'needs-reason': 'warning', informs: 'info' } as const;
const words = {
  fr: { notChecked: 'Non vérifié', noRule: 'Aucune règle connue' },
  en: { notChecked: 'Not checked', noRule: 'No rule known' },
};

/** Each finding is a card, so that a client which knows no extension shows all of them. */
/** @param isAsked whether somebody answers it: a chart that is opened asks for nothing */
export function cardOf(finding: Finding, language: Language, isAsked = true): Card {
  const said = (text: string): string => spaced(text, language);
  const { kind, rule, orders } = finding;
  const extension = (rest: Partial<FindingExtension>) => ({
    [findingExtension]: {
      kind,
      rule,
      orders,
      key: null,
      level: null,
      canLift: false,
      sourceDate: null,
      subject: null,
      ...rest,
    },
  });
  const uuid = randomUUID();
  if (finding.kind === 'no-rule')
    return {
      uuid,
      summary: short(said(`${words[language].noRule} : ${finding.about[language]}`)),
      indicator: 'info',
      source: own,
      extension: extension({ subject: said(finding.about[language]) }),
    };
  if (finding.kind === 'not-checked')
    return {
      uuid,
      summary: short(said(`${words[language].notChecked} : ${finding.title[language]}`)),
      detail: said(finding.detail[language]),
      indicator: 'warning',
      source: own,
      extension: extension({ subject: said(finding.title[language]) }),
    };
  const { key, level, canLift, summary, detail, source } = finding;
  const isAnswered = isAsked && (level === 'needs-reason' || canLift);
  return {
    uuid,
    summary: short(said(summary[language])),
    detail: said(detail[language]),
    indicator: indicators[level],
    source: { label: source.label, ...(source.url === null ? {} : { url: source.url }) },
    ...(isAnswered
      ? {
          overrideReasons: overrideReasons.map(({ code, display }) => ({
            code,
            system: overrideSystem,
            display: display[language],
          })),
        }
      : {}),
    extension: extension({ key, level, canLift, sourceDate: source.date }),
  };
}
