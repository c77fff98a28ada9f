/** What a gateway says of an application that it does not reach (RFC 9110, 15.6.3 to 15.6.5). */
const ofGateways: readonly number[] = [502, 503, 504];

/** The header by which Next.js asks for the content of a page; the web itself never answers it by one of these. */
const pageHeader = 'rsc';

const isOfGateway = ({ status, headers }: Response, isPage: boolean): boolean =>
  ofGateways.includes(status) && (isPage || !(headers.get('content-type') ?? '').includes('json'));

/**
 * `fetch`, for which the page of a gateway is no answer: it fails as it does without a network, and whoever asked does what
 * they do then. What the application could not get itself it says in JSON, and stays an answer.
 */
export function withoutGatewayPages(send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await send(input, init);
    if (!isOfGateway(response, new Headers(init?.headers).has(pageHeader))) return response;
    await response.body?.cancel();
    throw new TypeError('a gateway answered instead of the application');
  };
}
