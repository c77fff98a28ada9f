import { durabilityTests } from './testing-durability.ts';

durabilityTests({ rounds: 6, bundles: Infinity });
