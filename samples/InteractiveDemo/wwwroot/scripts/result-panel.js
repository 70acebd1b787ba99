import * as format from './format.js';

const BEST_OF = 9;
const STATES = { starting: '', working: '', live: '', busy: 'busy, trying again', offline: 'offline', error: 'error' };

/** One model's picture with its figures. */
export class ResultPanel {
  #section;
  #canvas;
  #context;
  #state;
  #values = {};
  #times = [];
  #size = 0;

  /** @param {HTMLElement} section The panel in the page. */
  constructor(section) {
    this.#section = section;
    this.#canvas = section.querySelector('canvas');
    this.#context = this.#canvas.getContext('2d');
    this.#state = section.querySelector('.state');
    const list = section.querySelector('dl');
    for (const [key, name] of [['time', 'Time'], ['multiplyAdds', 'Multiply-adds'], ['parameters', 'Parameters'], ['fileBytes', 'File']])
      this.#values[key] = addRow(list, key, name);
  }

  /** Milliseconds of the network: the fastest of the last pictures, for whatever else the machine did comes on top; not a number before the first. */
  get time() {
    return this.#times.length > 0 ? Math.min(...this.#times) : NaN;
  }

  showCost(model) {
    this.#setText('multiplyAdds', format.count(model.multiplyAdds));
    this.#setText('parameters', format.count(model.parameters));
    this.#setText('fileBytes', format.count(model.fileBytes, 'B'));
  }

  showResult({ rgba, size, engine }) {
    if (size !== this.#size) {
      this.#size = this.#canvas.width = this.#canvas.height = size;
      this.#times = [];
    }
    this.#context.putImageData(new ImageData(rgba, size, size), 0, 0);
    this.#times = [...this.#times.slice(1 - BEST_OF), engine];
    this.#setText('time', format.milliseconds(this.time));
  }

  showState(state, message) {
    this.#section.dataset.state = state;
    if (state !== 'working')
      this.#state.textContent = STATES[state];
    this.#state.title = message;
  }

  /** How many times less than the other model. */
  showRatio(key, ratio) {
    this.#values[key].ratio.textContent = Number.isFinite(ratio) && ratio > 1 ? `${format.significant(ratio)}× less` : '';
  }

  #setText(key, text) {
    this.#values[key].value.textContent = text;
  }
}

function addRow(list, key, name) {
  const term = document.createElement('dt');
  term.textContent = name;
  const description = document.createElement('dd');
  description.dataset.figure = key;
  const value = document.createElement('span');
  value.textContent = '–';
  const ratio = document.createElement('span');
  ratio.className = 'ratio';
  description.append(value, ' ', ratio);
  list.append(term, description);
  return { value, ratio };
}
