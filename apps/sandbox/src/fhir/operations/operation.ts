import type { FhirAnswer, FhirCall } from '../http/call.ts';
import type { Database } from '../store/store.ts';

/** What an operation is called with: `type` and `id` as the path names them; `db` the store, or the transaction it stands in. */
export interface OperationCall {
  call: FhirCall;
  db: Database;
  type: string | null;
  id: string | null;
}

/** An operation `$name`. `types` null: on any type or at the root only, as `levels` says. `isQuery`: may be called by GET. */
export interface Operation {
  name: string;
  definition: string;
  types: readonly string[] | null;
  levels: readonly ('system' | 'type' | 'instance')[];
  isQuery: boolean;
  run(call: OperationCall): Promise<FhirAnswer>;
}

export function findOperation(
  operations: readonly Operation[],
  name: string,
  type: string | null,
  id: string | null,
): Operation | undefined {
  const level = type === null ? 'system' : id === null ? 'type' : 'instance';
  return operations.find(
    (o) =>
      o.name === name &&
      o.levels.includes(level) &&
      (type === null || o.types === null || o.types.includes(type)),
  );
}
