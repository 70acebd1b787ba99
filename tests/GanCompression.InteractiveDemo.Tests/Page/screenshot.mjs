// Takes a picture of the page as a visitor sees it who has asked for an example.
import { parseArgs } from 'node:util';
import { launch, missing, waitForState } from './browser.mjs';

const USAGE = 'Usage: node screenshot.mjs [--url http://127.0.0.1:5080/] [--output demo.png] [--width 1400] [--height 860] [--scheme light|dark]';
const EXAMPLES = 12; // The times shown are the best of the last nine.

try {
  await takePicture(readOptions());
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:5080/' },
      output: { type: 'string', short: 'o', default: 'demo.png' },
      width: { type: 'string', default: '1400' },
      height: { type: 'string', default: '860' },
      scheme: { type: 'string', default: 'light' },
    },
  });
  const viewport = { width: Number(values.width), height: Number(values.height) };
  if (!Object.values(viewport).every(extent => Number.isInteger(extent) && extent > 0))
    throw new Error(`--width and --height expect whole numbers of pixels, but got '${values.width}' and '${values.height}'. ${USAGE}`);
  if (!['light', 'dark'].includes(values.scheme))
    throw new Error(`--scheme expects light or dark, but got '${values.scheme}'. ${USAGE}`);
  return { ...values, viewport };
}

async function takePicture({ url, output, viewport, scheme }) {
  if (missing)
    throw new Error(missing);
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport, colorScheme: scheme, isMobile: viewport.width < 600 });
    await page.goto(url);
    await waitForState(page, 'live');
    await page.evaluate(seedRandom);
    for (let i = 0; i < EXAMPLES; i++) {
      // The answer to this example, not the state that the one before has left.
      const answers = ['teacher', 'student'].map(model => page.waitForResponse(response => response.url().includes(`/api/translate/${model}`)));
      await page.getByRole('button', { name: 'Another house' }).click();
      await Promise.all(answers);
      await waitForState(page, 'live');
    }
    await page.screenshot({ path: output, fullPage: true });
  } finally {
    await browser.close();
  }
}

// The houses are random; this makes them the same every time.
function seedRandom() {
  let state = 25;
  Math.random = () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}
