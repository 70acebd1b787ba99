import { BusyError, OfflineError, translate } from './service.js';

const COALESCE = 20;
const MAX_WAIT = 4000;

/**
 * Keeps one model's picture up to date. At most one request is under way; what was painted meanwhile is sent when it is back, and
 * only the newest of it. A finished drawing does not wait for a stale answer: that request is aborted. Refused requests are
 * tried again, ever less often.
 */
export class Translator {
  #model;
  #onResult;
  #onState;
  #newest = null;
  #abort = null;
  #isRunning = false;
  #failures = 0;

  /**
   * @param {string} model Name of the model.
   * @param {(result: {rgba: Uint8ClampedArray, size: number, engine: number}) => void} onResult Receives every translation.
   * @param {(state: 'live' | 'working' | 'busy' | 'offline' | 'error', message: string) => void} onState Receives every change of state.
   */
  constructor(model, onResult, onState) {
    this.#model = model;
    this.#onResult = onResult;
    this.#onState = onState;
  }

  /**
   * @param {LabelMap} map A picture that is not changed any more.
   * @param {boolean} isFinished Whether the stroke has ended; otherwise more is to come at once.
   */
  submit(map, isFinished) {
    this.#newest = map;
    if (isFinished)
      this.#abort?.abort();
    if (!this.#isRunning)
      void this.#run();
  }

  async #run() {
    this.#isRunning = true;
    while (this.#newest) {
      await delay(COALESCE);
      await this.#translateNewest();
    }
    this.#isRunning = false;
  }

  async #translateNewest() {
    const map = this.#newest;
    this.#newest = null;
    this.#abort = new AbortController();
    if (this.#failures === 0)
      this.#onState('working', '');
    try {
      const result = await translate(this.#model, map.rgba, map.size, this.#abort.signal);
      this.#failures = 0;
      this.#onResult(result);
      this.#onState('live', '');
    } catch (error) {
      if (error.name !== 'AbortError')
        await this.#recover(error, map);
    } finally {
      this.#abort = null;
    }
  }

  async #recover(error, map) {
    const canRetry = error instanceof BusyError || error instanceof OfflineError;
    this.#onState(error instanceof BusyError ? 'busy' : error instanceof OfflineError ? 'offline' : 'error', error.message);
    if (!canRetry)
      return;
    const wait = Math.max(error.retryAfter ?? 0, 250 * 2 ** this.#failures++);
    this.#newest ??= map;
    await delay(Math.min(wait, MAX_WAIT) * (0.75 + 0.5 * Math.random()));
  }
}

function delay(time) {
  return new Promise(resolve => setTimeout(resolve, time));
}
