/** The id of what is changed, from what its draft was based on: `Condition/<id>/<version>`. */
export const targetOf = (base: string): string | null => /^[A-Za-z]+\/([^/]+)\//.exec(base)?.[1] ?? null;
