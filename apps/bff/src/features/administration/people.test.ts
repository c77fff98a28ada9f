import { expect, test } from 'vitest';
import { accountsWithoutRole } from './people.ts';

test('accounts without a role of ours are looked for page by page; deactivated ones are left out', async () => {
  const pages: { start: number; count: number }[] = [];
  const account = (n: number, role: 'doctor' | null, active: boolean) =>
    ({
      id: `${n}`,
      username: `u${n}`,
      displayName: `U ${n}`,
      role,
      active,
      fhirUser: null,
      version: '1',
    }) as const;
  const found = await accountsWithoutRole({
    find: (query) => {
      pages.push(query);
      return Promise.resolve({
        total: 250,
        people:
          query.start === 0
            ? [account(1, null, true), account(2, 'doctor', true)]
            : [account(3, null, false), account(4, null, true)],
      });
    },
  });
  expect(found).toMatchObject({ people: [{ id: '1' }, { id: '4' }], isPartial: false });
  expect(pages.map(({ start }) => start)).toEqual([0, 200]);
  expect(
    (
      await accountsWithoutRole({
        find: () => Promise.resolve({ total: 9_999, people: [account(5, 'doctor', true)] }),
      })
    ).isPartial,
  ).toBe(true);
});
