import { withoutGatewayPages } from './trpc/gateway-page.ts';

// before anything asks: calls, pages, files and images alike
window.fetch = withoutGatewayPages(window.fetch.bind(window));
