import { OpaEngine } from './opa-engine.ts';
import type { PolicyEngine } from './policy.ts';
import { WasmEngine } from './wasm-engine.ts';

/**
 * An OPA server if one is named, else the compiled policy. Rejects when the compiled policy is missing; a server that is
 * away does not keep the BFF from starting, nobody gets in meanwhile.
 */
export async function createPolicyEngine({
  OPA_URL,
  OPA_TOKEN,
}: {
  OPA_URL?: string | undefined;
  OPA_TOKEN?: string | undefined;
}): Promise<PolicyEngine> {
  return OPA_URL === undefined ? WasmEngine.open() : new OpaEngine({ url: OPA_URL, token: OPA_TOKEN });
}
