/** What is under way in this process, by name. */
const last = new Map<string, Promise<unknown>>();

/** Runs what concerns one thing (a patient's decisions) one after the other. */
export async function oneAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = last.get(name) ?? Promise.resolve();
  const mine = before.then(work, work);
  last.set(name, mine);
  try {
    return await mine;
  } finally {
    if (last.get(name) === mine) last.delete(name);
  }
}
