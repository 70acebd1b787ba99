// The browser that the page's tests and its picture share: this machine's Chromium, driven by Playwright.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAMES = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser'];
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const peers = process.env.GANCOMPRESSION_PEERS || fileURLToPath(new URL('../../../artifacts/peers', import.meta.url));
const library = join(peers, 'node_modules', 'playwright-core');
const executablePath = NAMES.flatMap(name => (process.env.PATH ?? '').split(delimiter).map(folder => join(folder, name))).find(existsSync);

/** What lacks for a browser, with the cure; null where nothing does. */
export const missing = !existsSync(library) ? `The npm package playwright-core is not installed in '${peers}'; './build.sh test --peers' installs it.`
  : !executablePath ? `No browser: none of ${NAMES.join(', ')} is on the PATH; install Chromium.`
  : null;

/** Starts the browser, without a window. Only where nothing is missing. */
export function launch() {
  const { chromium } = createRequire(import.meta.url)(library);
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/** Waits until both answers, and with them the page, are in a state such as `live`. */
export async function waitForState(page, state) {
  await page.waitForFunction(wanted => document.querySelectorAll(`.status[data-state=${wanted}], .result[data-state=${wanted}]`).length === 3, state);
}
