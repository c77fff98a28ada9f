export { FhirError } from './errors.ts';
export {
  connectFhir,
  type FhirClient,
  type FhirServer,
  type OperationInput,
  type ResourceOf,
} from './client.ts';
export { checkedId, escapeParam, type SearchParams } from './url.ts';
