import { flagKinds, type FlagKind } from '@keneyapp/fhir-model/flag-kinds';

// apart from what checks them: the lists of the browser need the words alone
export { flagKinds, type FlagKind };

/** Those that nurses write; the others are a doctor's. */
export const nursingKinds: readonly FlagKind[] = ['contact', 'droplet', 'airborne', 'protective', 'fall'];
