import type { UserDirectory } from '../directory/directory.ts';
import type { EndReason } from './end-reasons.ts';

/** Nobody's chart stays open because the directory is slow. */
const patienceMs = 700;

/**
 * Why the provider ended somebody's sign-in, which a logout token does not say: the account was deactivated there, or its
 * role changed, as far as the directory tells at once.
 */
export async function reasonAtProvider(
  directory: Pick<UserDirectory, 'get'> | null,
  { subject, role }: { subject: string; role: string },
): Promise<EndReason> {
  if (!directory) return 'provider';
  const asked = directory.get(subject).then(
    (account): EndReason =>
      !account.active ? 'deactivated' : account.role !== role ? 'role-changed' : 'provider',
    (): EndReason => 'provider',
  );
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<EndReason>((resolve) => {
    timer = setTimeout(() => resolve('provider'), patienceMs);
  });
  return Promise.race([asked, tooLate]).finally(() => clearTimeout(timer));
}
