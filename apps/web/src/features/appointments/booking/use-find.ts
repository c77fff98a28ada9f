'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '../../../trpc/client.tsx';
import { questionOf, type BookingPlace } from './booking-params.ts';

const step = 20,
  most = 100;

/** Free places for what the address says; more of them on asking. What is shown stays until the next answer. */
export function useFind(place: BookingPlace, today: string) {
  const [limit, setLimit] = useState(step);
  const question = questionOf(place, { today, limit });
  // another question begins with few
  const [asked, setAsked] = useState(question);
  if (JSON.stringify({ ...asked, limit: 0 }) !== JSON.stringify({ ...question, limit: 0 })) {
    setAsked(question);
    setLimit(step);
  }
  const isWrong = question !== null && question.starts >= question.ends;
  const query = useQuery({
    ...useTRPC().appointments.find.queryOptions(question ?? { kind: '-', from: today }),
    enabled: question !== null && !isWrong,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
  const { data } = query;
  return {
    isAsked: question !== null && !isWrong,
    /** The hours end before they begin. */
    isWrong,
    found: data,
    isBehind: query.isFetching,
    error: query.error,
    retry: () => void query.refetch(),
    more:
      data && data.free.length >= limit && limit < most
        ? () => setLimit((n) => Math.min(most, n + step))
        : null,
  };
}
