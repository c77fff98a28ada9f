import { setup } from './lib/setup.mjs';
import { findBrowser } from './lib/browser.mjs';
import { browserTests } from './lib/test-browser.mjs';
await setup();
const browser = await findBrowser((t) => console.log(t));
const found = await browserTests(browser, '5');
console.log(JSON.stringify(found, null, 1));
process.exit(found.failed ? 1 : 0);
