const MAX_STEPS = 60;

/** Pictures to go back to, and forward again. */
export class History {
  #past = [];
  #future = [];

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** Remembers a picture before it is changed. */
  remember(map) {
    this.#past.push(map.clone());
    this.#future = [];
    if (this.#past.length > MAX_STEPS)
      this.#past.shift();
  }

  undo(map) {
    return this.#step(this.#past, this.#future, map);
  }

  redo(map) {
    return this.#step(this.#future, this.#past, map);
  }

  #step(from, to, map) {
    if (from.length === 0)
      return map;
    to.push(map);
    return from.pop();
  }
}
