'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import type { FieldPath, PathValue, FieldValues } from 'react-hook-form';
import { TextField } from '../../components/form/text-field.tsx';
import { useFormValues, type ChartForm } from '../../components/form/use-chart-form.ts';
import { useDebounced } from '../../components/use-debounced.ts';
import { useTRPC } from '../../trpc/client.tsx';

interface Place {
  placeCode: string;
  placeName: string;
}

/** A place of birth: found by its name, which brings its code along, or typed with its code where the list does not have it. */
export function PlaceFields<T extends FieldValues & Place>({ form }: { form: ChartForm<T> }) {
  const t = useTranslations('identities');
  const id = useId();
  const [code, name] = ['placeCode', 'placeName'] as FieldPath<T>[] as [FieldPath<T>, FieldPath<T>];
  const { placeName } = useFormValues(form);
  const text = useDebounced(placeName.trim(), 250);
  const { data } = useQuery(
    useTRPC().identities.places.queryOptions(
      { text: text.length < 2 ? '' : text },
      { placeholderData: keepPreviousData, staleTime: 60_000, retry: false },
    ),
  );
  const places = data?.places ?? [];
  const optionOf = (place: { code: string; name: string }) => `${place.name} (${place.code})`;
  return (
    <>
      <TextField
        form={form}
        name={name}
        longest={120}
        isWide={false}
        hint={data && t(`place.${data.communesAre}`)}
        attributes={{ autoComplete: 'off', list: id }}
        onText={(typed) => {
          const chosen = places.find((place) => optionOf(place) === typed);
          if (!chosen) return false;
          form.fill({ ...form.values(), placeCode: chosen.code, placeName: chosen.name } as PathValue<
            T,
            FieldPath<T>
          >);
          return true;
        }}
      />
      <datalist id={id}>
        {places.map((place) => (
          <option key={place.code} value={optionOf(place)} />
        ))}
      </datalist>
      <TextField
        form={form}
        name={code}
        longest={10}
        isWide={false}
        hint={t('hint.placeCode')}
        attributes={{ autoComplete: 'off', autoCapitalize: 'characters', spellCheck: false }}
      />
    </>
  );
}
