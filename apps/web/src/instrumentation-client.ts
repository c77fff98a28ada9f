import { navigationStarted } from './components/pending-navigation.ts';
import { withoutGatewayPages } from './trpc/gateway-page.ts';

// before anything asks: calls, pages, files and images alike
window.fetch = withoutGatewayPages(window.fetch.bind(window));

export const onRouterTransitionStart = navigationStarted;
