/** Index entries of resources, by column as they are inserted: `unnest` of six arrays instead of thousands of statements. */
export interface IndexRows {
  token: { rid: number[]; p: number[]; value: string[]; system: (string | null)[] };
  ref: { rid: number[]; p: number[]; target: string[] };
  date: { rid: number[]; p: number[]; lo: number[]; hi: number[] };
  string: { rid: number[]; p: number[]; value: string[]; raw: string[] };
  quantity: {
    rid: number[];
    p: number[];
    value: number[];
    system: (string | null)[];
    code: (string | null)[];
    unit: (string | null)[];
  };
  composite: {
    rid: number[];
    p: number[];
    value: string[];
    system: (string | null)[];
    value2: (string | null)[];
    system2: (string | null)[];
    number2: (number | null)[];
    lo2: (number | null)[];
    hi2: (number | null)[];
  };
}

export function emptyRows(): IndexRows {
  return {
    token: { rid: [], p: [], value: [], system: [] },
    ref: { rid: [], p: [], target: [] },
    date: { rid: [], p: [], lo: [], hi: [] },
    string: { rid: [], p: [], value: [], raw: [] },
    quantity: { rid: [], p: [], value: [], system: [], code: [], unit: [] },
    composite: {
      rid: [],
      p: [],
      value: [],
      system: [],
      value2: [],
      system2: [],
      number2: [],
      lo2: [],
      hi2: [],
    },
  };
}

/** PostgreSQL types of the columns, in the order of `emptyRows`. */
export const columnTypes = {
  token: ['bigint', 'int', 'text', 'text'],
  ref: ['bigint', 'int', 'text'],
  date: ['bigint', 'int', 'bigint', 'bigint'],
  string: ['bigint', 'int', 'text', 'text'],
  quantity: ['bigint', 'int', 'double precision', 'text', 'text', 'text'],
  composite: ['bigint', 'int', 'text', 'text', 'text', 'text', 'double precision', 'bigint', 'bigint'],
} as const satisfies Record<keyof IndexRows, readonly string[]>;
