'use client';
import type { ChecksView } from '@keneyapp/bff/features/orders/view';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDebounced } from '../../components/use-debounced.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { inOrder, type BasketText } from './basket.ts';
import { readLine } from './basket-input.ts';

type CheckState = 'none' | 'checking' | 'checked' | 'failed';

/**
 * What decision support says of the lines that are whole, a moment after they were typed. A line that is not whole yet is not
 * sent, and counted; its place in the basket is the one that alerts name.
 */
export function useChecks(patientId: string, basket: BasketText, language: 'fr' | 'en') {
  const trpc = useTRPC();
  const whole = inOrder(basket).flatMap(([, line], place) => {
    const { input, issues } = readLine(line);
    return issues.length === 0 ? [{ place, input }] : [];
  });
  const now = JSON.stringify(whole);
  const typed = useDebounced(now, 400);
  const asked = JSON.parse(typed) as typeof whole;
  const input = {
    patientId,
    lines: asked.map(({ input: line }) => line),
    hook: 'order-select' as const,
    language,
  };
  const how = { placeholderData: keepPreviousData, staleTime: 60_000, retry: false };
  const isVerbal = basket.verbal !== null;
  const signed = useQuery(
    trpc.orders.check.queryOptions(input, { ...how, enabled: asked.length > 0 && !isVerbal }),
  );
  const verbal = useQuery(
    trpc.orders.checkVerbal.queryOptions(input, { ...how, enabled: asked.length > 0 && isVerbal }),
  );
  const query = isVerbal ? verbal : signed;
  const places = (lines: readonly number[]) => lines.flatMap((line) => asked[line]?.place ?? []);
  const { data } = query;
  const checks: ChecksView | null =
    data && asked.length > 0 && !query.isPlaceholderData
      ? {
          alerts: data.alerts.map((one) => ({ ...one, lines: places(one.lines) })),
          notRun: data.notRun.map((one) => ({ ...one, lines: places(one.lines) })),
          noRule: data.noRule.map((one) => ({ ...one, lines: places(one.lines) })),
        }
      : null;
  const state: CheckState =
    whole.length === 0
      ? 'none'
      : query.isError
        ? 'failed'
        : checks === null || now !== typed || query.isFetching
          ? 'checking'
          : 'checked';
  return {
    checks,
    state,
    /** Lines that something is missing in. */
    unchecked: basket.order.length - whole.length,
    again: () => void query.refetch(),
  };
}
