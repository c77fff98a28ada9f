import type { PGlite } from '@electric-sql/pglite';
import type { ThreadedPGlite } from '@keneyapp/pglite/client';
import { PrismaPGlite } from 'pglite-prisma-adapter';

/**
 * Prisma on PGlite in its thread. The adapter alone would say that a transaction is committed when its COMMIT failed (it
 * catches that error to tell of a BEGIN that fails): here the commit waits for what became of it.
 */
export class ThreadedAdapter extends PrismaPGlite {
  readonly #running: { transaction: Promise<unknown> };

  constructor(pglite: ThreadedPGlite) {
    const running = { transaction: Promise.resolve() as Promise<unknown> };
    const used: ThreadedPGlite = {
      ...pglite,
      transaction: (work) => {
        const transaction = pglite.transaction(work);
        running.transaction = transaction;
        return transaction;
      },
    };
    super(used as unknown as PGlite); // it calls query, exec and transaction alone
    this.#running = running;
  }

  override async connect(): ReturnType<PrismaPGlite['connect']> {
    const adapter = await super.connect();
    const start = adapter.startTransaction.bind(adapter);
    // transactions run one after the other here, which is what the strictest level of isolation asks for
    adapter.startTransaction = async () => {
      const starting = start();
      const ended = this.#running.transaction;
      const transaction = await starting;
      const commit = transaction.commit.bind(transaction);
      transaction.commit = async () => {
        await commit();
        await ended;
      };
      return transaction;
    };
    return adapter;
  }
}
