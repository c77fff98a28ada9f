import type { PrismaClient } from '../database/client.ts';
import type { Stored } from '../settings/store.ts';
import { storedSubstanceRules, type SubstanceRule } from './paper/substance-rules.ts';
import { mayLiftByTable, storedPrescribers, type PrescribersTable } from './prescribers/prescribers.ts';
import { storedVerbalRules } from './verbal/rules.ts';

/** A table as it holds now; `version` 0 is what is shipped. */
interface Table<T> {
  rows: T;
  version: number;
  changedAt: string | null;
  changedBy: string | null;
}
export interface OrderTables {
  prescribers: Table<PrescribersTable>;
  substances: Table<SubstanceRule[]>;
  verbal: Table<{ signWithinHours: number; source: string }[]>;
  /** Professions that may sign in spite of a block that can be lifted. It follows from the first table. */
  lifts: string[];
}

/** What the hospital says of orders: who orders what, how long a substance is prescribed, when a verbal order is signed. */
export async function orderTables(db: Pick<PrismaClient, 'setting'>): Promise<OrderTables> {
  const [prescribers, substances, verbal] = await Promise.all([
    storedPrescribers(db),
    storedSubstanceRules(db),
    storedVerbalRules(db),
  ]);
  return {
    prescribers: tableOf(prescribers, prescribers.value),
    substances: tableOf(substances, substances.value),
    verbal: tableOf(verbal, [verbal.value]),
    lifts: [...new Set(prescribers.value.map(({ profession }) => profession))].filter((profession) =>
      mayLiftByTable(prescribers.value, profession),
    ),
  };
}

const tableOf = <T>({ version, changedAt, changedBy }: Stored<unknown>, rows: T): Table<T> => ({
  ...{ rows, version, changedBy },
  changedAt: changedAt?.toISOString() ?? null,
});
