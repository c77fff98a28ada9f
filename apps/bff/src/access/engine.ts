import type { PolicyEngine } from './policy.ts';
import { WasmEngine } from './wasm-engine.ts';
export function createPolicyEngine(_env: { OPA_URL?: string | undefined }): Promise<PolicyEngine> { return WasmEngine.open(); }
