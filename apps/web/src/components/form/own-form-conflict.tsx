'use client';
import { TypedConflict } from '../typed-conflict.tsx';
import { useFormValues } from './use-chart-form.ts';
import type { OwnFormState, OwnValues } from './use-own-form.ts';

/** The same form was typed in another window too: both, field by field. */
export function OwnFormConflict<T extends OwnValues>({ form, names, draft, read }: OwnFormState<T>) {
  const mine = useFormValues(form);
  const { label, shown } = form.words;
  return (
    <TypedConflict<unknown>
      draft={draft}
      mine={mine}
      fields={(typed) => {
        const values = read(typed);
        return names.map((name) => {
          const value = values[name] ?? '';
          return { key: name, label: label(name, mine), text: shown ? shown(name, value) : value };
        });
      }}
      {...(names.length > 1
        ? {
            onMerge: (theirs, chosen) => {
              const values = read(theirs);
              const picked = names.filter((name) => chosen[name] === 'theirs');
              form.fill({ ...mine, ...Object.fromEntries(picked.map((name) => [name, values[name]])) });
            },
          }
        : {})}
    />
  );
}
