import type { PolicyEngine } from './policy.ts';
import { WasmEngine } from './wasm-engine.ts';
export function createPolicyEngine(_env: object): Promise<PolicyEngine> { return WasmEngine.open(); }
