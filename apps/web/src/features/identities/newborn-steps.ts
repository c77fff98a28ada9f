import type { RegisterNewbornInput } from '@keneyapp/bff/features/identities/schema';
import type { NewbornsView } from '@keneyapp/bff/features/identities/view';
import type { IdentityTraits } from '@keneyapp/bff/features/patients/view';

/** Her record, and what she said that shows it is hers. */
export interface Mother {
  person: IdentityTraits;
  said: RegisterNewbornInput['mother'];
}

export interface Born {
  /** As they are called until they are named, in the order of birth. */
  names: string[];
  view: NewbornsView;
}
