// The page, in a browser. PageTests starts this script, with the address of PageControl, which gives each test a service of its own.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test, { after, before } from 'node:test';
import { launch, missing, waitForState } from './browser.mjs';

const CONTROL = process.env.DEMO_CONTROL;
const MODELS = ['teacher', 'student'];
const SIZE = 16; // Pixels, of the tests' models.
const PATIENCE = 20_000; // Milliseconds that a test waits for anything.
const options = { timeout: 4 * PATIENCE, skip: missing ?? (CONTROL ? false : "DEMO_CONTROL names no service; 'dotnet test' starts one, and this script.") };

let browser;
before(async () => { browser = options.skip ? null : await launch(); });
after(async () => { await browser?.close(); });

test('opened, it shows both answers with their figures', options, async t => {
  const { page, errors } = await visit(t);
  const { models } = await (await page.request.get('api/models')).json();
  for (const { name, multiplyAdds, parameters } of models) {
    await page.waitForFunction(model => / ms$/.test(document.querySelector(`#${model} [data-figure=time] span`).textContent), name);
    assert.match(await figure(page, name, 'time'), /^\d+(\.\d+)? ms/);
    assert.match(await figure(page, name, 'multiplyAdds'), new RegExp(`^${(multiplyAdds / 1e3).toFixed(0)} k`));
    assert.match(await figure(page, name, 'parameters'), new RegExp(`^${(parameters / 1e3).toFixed(2)} k`));
  }
  assert.match(await figure(page, 'student', 'fileBytes'), /10\.0× less$/);
  const { teacher, student } = await checkAnswers(page);
  assert.notEqual(teacher, student);
  assert.equal(await page.locator('#status').textContent(), 'Live');
  assert.deepEqual(errors, []);
});

test('painting with every tool changes the drawing and both answers; undo and redo go back and forth', options, async t => {
  const { page, errors } = await visit(t);
  const before = await checkAnswers(page);

  await page.getByRole('radio', { name: 'Shop' }).check();
  await drag(page, [0.2, 0.2], [0.8, 0.3], [0.5, 0.9]);
  const painted = await checkAnswers(page);
  for (const name of ['drawing', ...MODELS])
    assert.notEqual(painted[name], before[name], name);
  assert.equal(await color(page, 3, 3), '#8c0a14');

  // From corner to corner: nothing else is left.
  await page.getByRole('radio', { name: 'Rectangle' }).check();
  await drag(page, [0.01, 0.01], [0.99, 0.99]);
  const covered = await checkAnswers(page);
  assert.equal(await color(page, 0, 0), '#8c0a14');
  assert.equal(await color(page, 15, 15), '#8c0a14');

  await page.getByRole('radio', { name: 'Fill' }).check();
  await page.getByRole('radio', { name: 'Roof' }).check();
  await page.locator('#painting').click();
  const filled = await checkAnswers(page);
  assert.equal(await color(page, 15, 0), '#7814a0');

  await page.getByRole('button', { name: 'Undo' }).click();
  assert.deepEqual(await checkAnswers(page), covered);
  await page.keyboard.press('Control+z');
  assert.deepEqual(await checkAnswers(page), painted);
  await page.getByRole('button', { name: 'Redo' }).click();
  assert.deepEqual(await checkAnswers(page), covered);
  await page.keyboard.press('Control+y');
  assert.deepEqual(await checkAnswers(page), filled);
  assert.equal(await page.getByRole('button', { name: 'Redo' }).isDisabled(), true);

  await page.getByRole('button', { name: 'Clear' }).click();
  await checkAnswers(page);
  assert.equal(await color(page, 8, 8), '#14146e');
  assert.deepEqual(errors, []);
});

test('the keyboard moves, paints and changes the brush', options, async t => {
  const { page, errors } = await visit(t);
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.keyboard.press(']');
  assert.equal(await page.locator('#brush-value').textContent(), '6 px');
  await page.getByRole('radio', { name: 'Rectangle' }).check();
  await page.locator('#painting').focus();
  for (const key of ['ArrowLeft', 'ArrowUp', 'ArrowUp', 'Space', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'Space'])
    await page.keyboard.press(key);
  await checkAnswers(page);
  assert.equal(await color(page, 6, 6), '#14146e');
  assert.equal(await color(page, 7, 6), '#00a5ff');
  assert.equal(await color(page, 9, 7), '#00a5ff');
  assert.equal(await color(page, 9, 8), '#14146e');
  assert.deepEqual(errors, []);
});

test('a photograph, dropped or chosen, is translated', options, async t => {
  const { page, errors } = await visit(t);
  await drop(page, await photograph(page, 'rgb(0, 128, 0)'));
  await until(async () => await color(page, 8, 8) === '#008000', 'Showing the photograph that was dropped');
  await checkAnswers(page);

  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Photograph …' }).click();
  await (await chooser).setFiles(await photograph(page, 'rgb(200, 100, 0)'));
  await until(async () => await color(page, 8, 8) === '#c86400', 'Showing the photograph that was chosen');
  await checkAnswers(page);

  // What is no picture says so, and changes nothing.
  await drop(page, { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('words') });
  await page.getByText('“notes.txt” is not a picture that this browser can read.').waitFor();
  assert.equal(await color(page, 8, 8), '#c86400');
  assert.deepEqual(errors, []);
});

test('another size keeps the drawing and prices it', options, async t => {
  const { page, errors } = await visit(t);
  await page.getByLabel('Size').selectOption('64');
  const { models: [{ multiplyAdds }] } = await (await page.request.get('api/models?size=64')).json();
  const price = `${(multiplyAdds / 1e6).toFixed(2)} M`;
  await until(async () => (await figure(page, 'teacher', 'multiplyAdds')).startsWith(price), `The teacher's price of ${price}`);
  await checkAnswers(page, 64);
  assert.deepEqual(errors, []);
});

test('another palette recolours the drawing', options, async t => {
  const { page, errors } = await visit(t);
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('radio', { name: 'Fill' }).check();
  await page.getByRole('radio', { name: 'Door' }).check();
  await page.locator('#painting').click();
  assert.equal(await color(page, 8, 8), '#00825a');
  await page.getByLabel('Colours').selectOption('cmp');
  assert.equal(await color(page, 8, 8), '#00cfff');
  assert.equal(await page.getByRole('radio', { name: 'Door' }).isChecked(), true);
  await checkAnswers(page);
  assert.deepEqual(errors, []);
});

test('stale requests are aborted when the drawing is replaced', options, async t => {
  const { page, errors } = await visit(t, { workers: 1 });
  await control('block', { images: 1 });
  await until(async () => (await metrics(page)).running === 1, "The worker's start");
  await page.getByRole('button', { name: 'Clear' }).click();
  await until(async () => (await metrics(page)).waiting === 2, 'Waiting');
  await page.getByRole('button', { name: 'Another house' }).click();
  await until(async () => (await metrics(page)).requests.abandoned === 2, 'Aborting');
  await control('release');
  await checkAnswers(page);
  assert.deepEqual(errors, []);
});

test('a busy server is asked again', options, async t => {
  const { page } = await visit(t, { workers: 1, places: 1 });
  const refused = page.waitForResponse(response => response.status() === 429);
  await control('block', { images: 2 });
  await page.getByRole('button', { name: 'Clear' }).click();
  await waitForState(page, 'busy');
  assert.equal((await refused).headers()['retry-after'], '1');
  assert.match(await page.locator('#status').textContent(), /busy/);
  await control('release');
  await waitForState(page, 'live');
  await checkAnswers(page);
});

test('a server that stops and starts again is noticed', options, async t => {
  const { page } = await visit(t);
  await control('stop');
  await page.locator('#status[data-state=offline]').waitFor(); // Without painting.
  await page.getByRole('button', { name: 'Clear' }).click();
  await waitForState(page, 'offline');
  assert.match(await page.locator('#status').textContent(), /does not answer/);
  await control('restart');
  await waitForState(page, 'live');
  await checkAnswers(page);
});

test('on a phone it is as wide as the screen, and paints where it is touched', options, async t => {
  const { page, errors } = await visit(t, {}, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  const [teacher, student, painting] = await Promise.all(['#teacher', '#student', '.painting'].map(selector => page.locator(selector).boundingBox()));
  assert.equal(teacher.y, student.y);
  assert.ok(teacher.x + teacher.width <= student.x, 'The answers are side by side.');
  assert.ok(painting.y >= teacher.y + teacher.height, 'The drawing is below the answers.');
  await page.getByRole('button', { name: 'Clear' }).tap();
  await page.getByRole('radio', { name: 'Shop' }).tap();
  await page.locator('#painting').tap();
  await checkAnswers(page);
  assert.equal(await color(page, 8, 8), '#8c0a14');
  assert.deepEqual(errors, []);
});

test('it is dark where the system is', options, async t => {
  const { page, errors } = await visit(t, {}, { colorScheme: 'dark' });
  const brightness = () => page.evaluate(() => {
    const [background, text] = ['backgroundColor', 'color'].map(key => getComputedStyle(document.body)[key].match(/[\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0));
    return background < text ? 'dark' : 'light';
  });
  assert.equal(await brightness(), 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  assert.equal(await brightness(), 'light');
  assert.deepEqual(errors, []);
});

// Opens the page of a service of its own in a context of its own, and waits for both answers.
async function visit(t, service = {}, device = { viewport: { width: 1400, height: 1000 } }) {
  const context = await browser.newContext({ baseURL: await control('start', service), ...device });
  t.after(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const errors = [];
  page.on('pageerror', error => errors.push(error.message));
  page.on('console', message => message.type() === 'error' && errors.push(message.text()));
  await page.goto('/');
  await waitForState(page, 'live').catch(error => assert.fail([error.message, ...errors].join('\n')));
  return { page, errors };
}

// Asks PageControl for something.
async function control(action, parameters = {}) {
  const response = await fetch(new URL(`${action}?${new URLSearchParams(parameters)}`, CONTROL), { method: 'POST' });
  const text = await response.text();
  assert.ok(response.ok, `${action}: ${text}`);
  return text;
}

// Waits until both canvases show, byte for byte, what the service makes of the drawing. Gives a digest of each picture.
async function checkAnswers(page, size = SIZE) {
  const drawing = await pixels(page, '#painting');
  assert.equal(drawing.length, 4 * size * size);
  const shown = { drawing: digest(drawing) };
  for (const model of MODELS) {
    const response = await page.request.post(`api/translate/${model}?width=${size}&height=${size}`, { data: drawing, headers: { 'Content-Type': 'application/octet-stream' } });
    assert.equal(response.status(), 200);
    const answer = await response.body();
    await until(async () => answer.equals(await pixels(page, `#${model} canvas`)), `Showing the ${model}'s answer`);
    shown[model] = digest(answer);
  }
  return shown;
}

// Red, green, blue and opacity of each pixel of a canvas.
async function pixels(page, canvas) {
  const base64 = await page.locator(canvas).evaluate(element =>
    btoa(String.fromCharCode(...element.getContext('2d').getImageData(0, 0, element.width, element.height).data)));
  return Buffer.from(base64, 'base64');
}

function digest(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

function figure(page, model, key) {
  return page.locator(`#${model} [data-figure=${key}]`).innerText();
}

async function metrics(page) {
  return (await page.request.get('metrics')).json();
}

// "#rrggbb" of a pixel of the drawing.
async function color(page, x, y) {
  return `#${(await pixels(page, '#painting')).subarray(4 * (y * SIZE + x)).toString('hex', 0, 3)}`;
}

// Presses the mouse at the first point, moves it through the others and lets go; in parts of the drawing.
async function drag(page, ...points) {
  const box = await page.locator('#painting').boundingBox();
  const [first, ...others] = points.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height]);
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const point of others)
    await page.mouse.move(...point);
  await page.mouse.up();
}

// A wide picture: this colour in its middle, others at its sides.
async function photograph(page, middle) {
  const bytes = await page.evaluate(async color => {
    const canvas = new OffscreenCanvas(64, 32);
    const context = canvas.getContext('2d');
    for (const [x, style] of [[0, 'red'], [16, color], [48, 'blue']]) {
      context.fillStyle = style;
      context.fillRect(x, 0, 64, 32);
    }
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  }, middle);
  return { name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from(bytes) };
}

async function drop(page, { name, mimeType, buffer }) {
  const dataTransfer = await page.evaluateHandle(([bytes, fileName, type]) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], fileName, { type }));
    return data;
  }, [[...buffer], name, mimeType]);
  await page.locator('#easel').dispatchEvent('drop', { dataTransfer });
}

async function until(condition, what) {
  const end = Date.now() + PATIENCE;
  while (!await condition()) {
    assert.ok(Date.now() < end, `${what} did not happen within ${PATIENCE / 1000} seconds.`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
