import { durabilityTests } from './testing-durability.ts';

// more of it in durability.long.test.ts
durabilityTests({ rounds: 1, bundles: 3 });
