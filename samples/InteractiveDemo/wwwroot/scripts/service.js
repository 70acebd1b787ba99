/** The service could not be reached. */
export class OfflineError extends Error {
}

/** The service has no place, or is stopping. */
export class BusyError extends Error {
  /** @param {number} retryAfter Milliseconds to wait before the next try. */
  constructor(message, retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }
}

/** Generators and palettes; costs are for images of the size, or of the models' own without one. */
export async function describeModels(size) {
  const response = await send(size ? `api/models?size=${size}` : 'api/models', {});
  return response.json();
}

/** Throws unless the service takes work. */
export async function checkReady() {
  await send('health/ready', {});
}

/**
 * Translates a picture.
 * @returns {Promise<{rgba: Uint8ClampedArray, size: number, engine: number}>} The translation, and the milliseconds that the network took.
 */
export async function translate(model, rgba, size, signal) {
  const response = await send(`api/translate/${model}?width=${size}&height=${size}`, {
    method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: rgba, signal,
  });
  const pixels = new Uint8ClampedArray(await response.arrayBuffer());
  return { rgba: pixels, size, engine: timing(response, 'engine') };
}

async function send(address, request) {
  let response;
  try {
    response = await fetch(address, request);
  } catch (error) {
    throw error.name === 'AbortError' ? error : new OfflineError('The server does not answer.');
  }
  if (response.ok)
    return response;
  const problem = await response.json().catch(() => ({}));
  const message = problem.detail ?? `The server answered with status ${response.status}.`;
  if (response.status === 429 || response.status === 503)
    throw new BusyError(message, 1000 * (Number(response.headers.get('Retry-After')) || 1));
  throw new Error(message);
}

// "queue;dur=0.08, engine;dur=7.84"
function timing(response, name) {
  const match = new RegExp(`\\b${name};dur=([0-9.]+)`).exec(response.headers.get('Server-Timing') ?? '');
  return match ? Number(match[1]) : NaN;
}
