'use client';
import type { Membership, PersonRow, ServiceChoice } from '@keneyapp/bff/features/administration/view';
import { useTranslations } from 'next-intl';

type StaffRole = Exclude<NonNullable<PersonRow['role']>, 'patient'>;
/** A change that waits for its confirmation. */
export type AccountChange =
  | { kind: 'role'; role: StaffRole }
  | { kind: 'active'; active: boolean }
  | { kind: 'join'; service: ServiceChoice }
  | { kind: 'leave'; membership: Membership };
export const staffRoles = [
  'doctor',
  'nurse',
  'pharmacist',
  'radiologist',
  'secretary',
  'data-manager',
  'dpo',
  'admin',
] as const satisfies readonly StaffRole[];

interface Words {
  title: string;
  text: string;
  confirm: string;
  done: string;
  isDanger: boolean;
}

/** What is asked before a change, and said after it. */
export function useChangeWords(
  { displayName: name, role }: PersonRow,
  asking: AccountChange | null,
): Words | null {
  const t = useTranslations('administration.person');
  const s = useTranslations('shell.roles');
  const roleName = role ? s(role) : t('role.none');
  if (!asking) return null;
  switch (asking.kind) {
    case 'role': {
      const to = s(asking.role);
      return {
        title: t('role.ask', { name }),
        text: t('role.text', { name, from: roleName, to }),
        confirm: t('role.confirm'),
        done: t('role.done', { name, to }),
        isDanger: true,
      };
    }
    case 'active':
      return asking.active
        ? {
            title: t('account.activateAsk', { name }),
            text: t('account.activateText', { name, role: roleName }),
            confirm: t('account.activateConfirm'),
            done: t('account.activated', { name }),
            isDanger: false,
          }
        : {
            title: t('account.deactivateAsk', { name }),
            text: t('account.deactivateText', { name }),
            confirm: t('account.deactivateConfirm'),
            done: t('account.deactivated', { name }),
            isDanger: true,
          };
    case 'join': {
      const service = asking.service.name;
      return {
        title: t('services.addAsk', { name, service }),
        text: t('services.addText', { name }),
        confirm: t('services.addConfirm'),
        done: t('services.added', { name, service }),
        isDanger: false,
      };
    }
    case 'leave': {
      const service = asking.membership.service ?? t('services.unnamed');
      return {
        title: t('services.removeAsk', { name, service }),
        text: t('services.removeText', { name }),
        confirm: t('services.removeConfirm'),
        done: t('services.removed', { name, service }),
        isDanger: true,
      };
    }
  }
}
