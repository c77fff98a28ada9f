import { randomUUID } from 'node:crypto';
import { callTrpc, signIn, type BenchVisitor } from '../bench/visitor.ts';
import { usualPanels } from './care/order-sets.ts';

/** Panels that a service keeps at hand: they are the BFF's own, and kept through it by its doctor. What the service has stays its. */
const doctor = 'medecin';

const settings = process.env as Record<string, string>;
const stack = { publicUrl: settings['PUBLIC_URL'] ?? '', settings };

interface Kept {
  favourites: { serviceId: string | null }[];
  services: { id: string }[];
}

async function keepPanels(visitor: BenchVisitor): Promise<number> {
  const ask = async <T>(name: string, input: unknown): Promise<T> => {
    const [answer] = await callTrpc<T>(stack, visitor, { [name]: input });
    if (answer === undefined) throw new Error(`${name} has no answer`);
    return answer;
  };
  const { favourites, services } = await ask<Kept>('orders.favourites', null);
  const without = services.filter(({ id }) => !favourites.some(({ serviceId }) => serviceId === id));
  for (const { id: serviceId } of without)
    for (const favourite of usualPanels)
      await ask('orders.saveServiceFavourite', { serviceId, id: randomUUID(), favourite });
  return without.length * usualPanels.length;
}

console.log(`${await keepPanels(await signIn(stack, doctor))} panels kept`);
