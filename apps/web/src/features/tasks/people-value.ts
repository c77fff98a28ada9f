import { z } from 'zod';

/** Whom something is for: the words that stand in the field, and who was chosen for them; nobody yet while `key` is ''. */
export const personValueSchema = z.object({ text: z.string(), key: z.string(), role: z.string() });
export type PersonValue = z.infer<typeof personValueSchema>;
export const nobody: PersonValue = { text: '', key: '', role: '' };

const roles = ['doctor', 'nurse', 'pharmacist', 'radiologist', 'secretary'] as const;
/** As the BFF takes it. */
export const addresseeOf = ({ key, role }: PersonValue) => ({
  key,
  role: roles.find((one) => one === role) ?? null,
});
