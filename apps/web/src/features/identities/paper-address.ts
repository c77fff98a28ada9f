/** One page of a copy on the front door; checked and recorded there. */
export const pageAddress = (patientId: string, paperId: string, page: number): string =>
  `/bff/papers/${encodeURIComponent(patientId)}/${encodeURIComponent(paperId)}/${page}`;
