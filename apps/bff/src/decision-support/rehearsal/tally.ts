import { findingExtension, type Card } from '../cds-hooks.ts';
import type { AlertLevel } from '../checks-view.ts';
import type { Rehearsal, RehearsedRule } from './store.ts';

/** Who signed, as it is counted. */
export interface Signer {
  units: readonly string[];
  profession: string;
}
const rank: Record<AlertLevel, number> = { blocks: 0, 'needs-reason': 1, informs: 2 };
type Counted = Pick<Rehearsal, 'seen' | 'notJudged' | 'rules'>;

/** Counts what rules would have said. Nothing of a patient goes in: no key, no order, no words of an alert. */
export class Tally {
  readonly #rules = new Map<string, RehearsedRule>();
  readonly #notJudged = new Map<string, number>();
  readonly #seen = { signatures: 0, orders: 0 };

  /** One signature: what each service answered, or why it did not. */
  add(cards: readonly Card[], failures: readonly string[], orders: number, signer: Signer): void {
    this.#seen.signatures++;
    this.#seen.orders += orders;
    const missing = new Set(failures);
    const said = new Map<string, { level: AlertLevel; orders: Set<string> }>();
    for (const { extension, summary } of cards) {
      const finding = extension?.[findingExtension];
      if (finding?.kind === 'not-checked') missing.add((finding.subject ?? summary).slice(0, 120));
      if (finding?.kind !== 'alert' || finding.level === null) continue;
      const before = said.get(finding.rule);
      const isGraver = !before || rank[finding.level] < rank[before.level];
      said.set(finding.rule, {
        level: isGraver ? finding.level : before.level,
        orders: new Set([...(before?.orders ?? []), ...finding.orders]),
      });
    }
    for (const reason of missing) this.#notJudged.set(reason, (this.#notJudged.get(reason) ?? 0) + 1);
    for (const [rule, one] of said) this.#count(rule, one, signer);
  }

  #count(rule: string, { level, orders }: { level: AlertLevel; orders: Set<string> }, signer: Signer): void {
    const counted = this.#rules.get(rule) ?? {
      ...{ rule, level, signatures: 0, orders: 0 },
      ...{ byUnit: {}, byProfession: {} },
    };
    counted.signatures++;
    counted.orders += orders.size;
    if (rank[level] < rank[counted.level]) counted.level = level;
    for (const unit of signer.units) counted.byUnit[unit] = (counted.byUnit[unit] ?? 0) + 1;
    counted.byProfession[signer.profession] = (counted.byProfession[signer.profession] ?? 0) + 1;
    this.#rules.set(rule, counted);
  }

  /** What most often speaks first. */
  result(): Counted {
    return {
      seen: { ...this.#seen },
      notJudged: Object.fromEntries([...this.#notJudged].sort(([, a], [, b]) => b - a)),
      rules: [...this.#rules.values()].sort((a, b) => b.signatures - a.signatures),
    };
  }
}
