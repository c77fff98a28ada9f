'use client';
import type { OrderFavourite, OrderTemplate } from '@keneyapp/bff/features/orders/view';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { favouriteAtHand, setAtHand, type AtHand } from './at-hand.ts';

/** What was done last with a favourite, and how it was before: null where it was not there. */
export interface Kept {
  did: 'kept' | 'replaced' | 'renamed' | 'removed' | 'restored';
  name: string;
  id: string;
  serviceId: string | null;
  before: OrderFavourite | null;
}
type Favourite = Pick<OrderFavourite, 'id' | 'name' | 'serviceId'> & { lines: readonly OrderTemplate[] };

/** Favourites and panels of one's own and of one's services, sets of the house, and keeping them. */
export function useAtHand() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const maySaveForService = useSignedInUser().rights['orders.save-service-favourite'] === true;
  const favourites = useQuery(trpc.orders.favourites.queryOptions(undefined, { staleTime: 60_000 }));
  const sets = useQuery(trpc.orders.sets.queryOptions(undefined, { staleTime: 300_000 }));
  const [kept, setKept] = useState<Kept | null>(null);
  const save = useMutation(trpc.orders.saveFavourite.mutationOptions());
  const drop = useMutation(trpc.orders.removeFavourite.mutationOptions());
  const ofService = useMutation(trpc.orders.saveServiceFavourite.mutationOptions());
  const all = useMemo<AtHand[]>(
    () => [
      ...(favourites.data?.favourites ?? []).map(favouriteAtHand),
      ...(sets.data?.sets ?? []).map(setAtHand),
    ],
    [favourites.data, sets.data],
  );

  const write = async ({ id, serviceId }: Pick<Favourite, 'id' | 'serviceId'>, next: Favourite | null) => {
    const favourite = next && { name: next.name, lines: [...next.lines] };
    if (serviceId !== null) await ofService.mutateAsync({ serviceId, id, favourite });
    else if (favourite) await save.mutateAsync({ id, ...favourite });
    else await drop.mutateAsync({ id });
    await queries.invalidateQueries(trpc.orders.favourites.queryFilter());
  };
  /** What failed is said by `failure`; what was done can be undone. */
  const change = (done: Kept, next: Favourite | null): Promise<boolean> => {
    for (const one of [save, drop, ofService]) one.reset();
    return write(done, next).then(
      () => (setKept(done), true),
      () => false,
    );
  };
  const mayChange = ({ serviceId }: Pick<Favourite, 'serviceId'>) => serviceId === null || maySaveForService;

  return {
    all,
    services: favourites.data?.services ?? [],
    maySaveForService,
    isLoading: favourites.isPending || sets.isPending,
    /** One of both could not be read: what is shown may lack something. */
    isAway: favourites.isError || sets.isError,
    isCut: sets.data?.truncated === true,
    refetch: () => {
      if (favourites.isError) void favourites.refetch();
      if (sets.isError) void sets.refetch();
    },
    kept,
    isPending: save.isPending || drop.isPending || ofService.isPending,
    failure: save.error ?? drop.error ?? ofService.error,
    mayChange,
    /** Of the same name and owner, it takes the place of what was kept. */
    sameName: (name: string, serviceId: string | null): OrderFavourite | null =>
      favourites.data?.favourites.find(
        (one) =>
          one.serviceId === serviceId && one.name.toLocaleLowerCase() === name.trim().toLocaleLowerCase(),
      ) ?? null,
    keep: (favourite: Omit<Favourite, 'id'>, before: OrderFavourite | null) => {
      const id = before?.id ?? crypto.randomUUID();
      const { name, serviceId } = favourite;
      return change({ did: before ? 'replaced' : 'kept', name, id, serviceId, before }, { ...favourite, id });
    },
    rename: (before: OrderFavourite, name: string) =>
      change(
        { did: 'renamed', name, id: before.id, serviceId: before.serviceId, before },
        { ...before, name },
      ),
    remove: (before: OrderFavourite) => change({ ...before, did: 'removed', before }, null),
    undo: () => {
      if (!kept) return;
      const { before } = kept;
      void change({ ...kept, did: 'restored', name: before?.name ?? kept.name }, before);
    },
    forget: () => setKept(null),
  };
}
export type AtHandState = ReturnType<typeof useAtHand>;
