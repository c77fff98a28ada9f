import { connectFhir, type FhirClient } from '@keneyapp/fhir-client';
import { sandboxSystemToken, type RunningSandbox } from '@keneyapp/config/testing';

/** What a procedure answered, its refusal included. */
export interface ProcedureResult<T> {
  status: number;
  data: T;
  error: { code: string; reason: string | null; issues: { path: string[]; message: string }[] | null };
}
export async function readResult<T>(response: Response): Promise<ProcedureResult<T>> {
  const body = (await response.json()) as {
    result?: { data: T };
    error?: { data: ProcedureResult<T>['error'] };
  };
  return {
    status: response.status,
    data: body.result?.data as T,
    error: body.error?.data as ProcedureResult<T>['error'],
  };
}

/** The embedded server, as the client that may do everything there. */
export async function connectAsSystem(
  sandbox: RunningSandbox,
): Promise<{ fhir: FhirClient; close(): Promise<void> }> {
  const server = connectFhir({ baseUrl: sandbox.fhirUrl });
  const token = await sandboxSystemToken(sandbox);
  return { fhir: server.client({ token: async () => token }), close: () => server.close() };
}
