import { History } from './history.js';
import { LabelMap } from './label-map.js';

/**
 * The drawing area: turns pointer and keyboard into strokes, rectangles and fills on a label map, and shows it.
 * `onChange(map, isFinished)` receives a copy of every change.
 */
export class Easel {
  #canvas;
  #cursor;
  #context;
  #history = new History();
  #onChange;
  #pointer = null;
  #corner = null;
  #position = { x: 0, y: 0 };
  #tool = 'brush';

  constructor(canvas, cursor, onChange) {
    this.#canvas = canvas;
    this.#cursor = cursor;
    this.#context = canvas.getContext('2d');
    this.#onChange = onChange;
    this.map = new LabelMap(canvas.width);
    this.color = '#000000';
    this.diameter = 5;
    this.#listen();
  }

  /** `brush`, `rectangle` or `fill`. */
  get tool() {
    return this.#tool;
  }

  set tool(name) {
    this.#tool = name;
    this.#cancel();
  }

  get canUndo() {
    return this.#history.canUndo;
  }

  get canRedo() {
    return this.#history.canRedo;
  }

  undo() {
    this.#show(this.#history.undo(this.map));
  }

  redo() {
    this.#show(this.#history.redo(this.map));
  }

  /** Begins with a picture; what was painted before cannot be gone back to. */
  begin(map) {
    this.#history = new History();
    this.#position = { x: map.size >> 1, y: map.size >> 1 };
    this.#show(map);
  }

  /** Replaces the picture; can be undone. */
  replace(map) {
    this.#history.remember(this.map);
    this.#show(map);
  }

  /** Changes the picture in place; can be undone. */
  edit(change) {
    this.#history.remember(this.map);
    change(this.map);
    this.#show(this.map);
  }

  /** Begins with the same picture in another size. */
  resize(size) {
    this.begin(this.map.resize(size));
  }

  #show(map, isFinished = true) {
    this.map = map;
    if (this.#canvas.width !== map.size)
      this.#canvas.width = this.#canvas.height = map.size;
    this.#context.putImageData(map.image, 0, 0);
    this.#onChange(map.clone(), isFinished);
  }

  #listen() {
    const canvas = this.#canvas;
    canvas.addEventListener('pointerdown', event => this.#begin(event));
    canvas.addEventListener('pointermove', event => this.#move(event));
    canvas.addEventListener('pointerup', event => this.#end(event));
    canvas.addEventListener('pointercancel', () => this.#cancel());
    canvas.addEventListener('pointerleave', () => {
      if (!this.#pointer && !this.#corner)
        this.#hideCursor();
    });
    canvas.addEventListener('keydown', event => this.#key(event));
    canvas.addEventListener('focus', () => canvas.matches(':focus-visible') && this.#showCursor());
    canvas.addEventListener('blur', () => this.#cancel());
  }

  #begin(event) {
    if (event.button !== 0)
      return;
    event.preventDefault();
    this.#canvas.focus({ preventScroll: true });
    this.#canvas.setPointerCapture(event.pointerId);
    const at = this.#pixelOf(event);
    this.#pointer = { id: event.pointerId, last: at };
    this.#press(at);
  }

  #move(event) {
    const at = this.#pixelOf(event);
    this.#position = at;
    if (this.#pointer?.id === event.pointerId && this.tool === 'brush') {
      for (const part of event.getCoalescedEvents?.() ?? [event]) {
        const next = this.#pixelOf(part);
        this.map.stroke(this.#pointer.last.x, this.#pointer.last.y, next.x, next.y, this.diameter, this.color);
        this.#pointer.last = next;
      }
      this.#show(this.map, false);
    }
    this.#showCursor();
  }

  #end(event) {
    if (this.#pointer?.id !== event.pointerId)
      return;
    this.#pointer = null;
    if (this.tool === 'rectangle')
      this.#press(this.#pixelOf(event));
    else if (this.tool === 'brush')
      this.#show(this.map);
  }

  #cancel() {
    this.#pointer = null;
    this.#corner = null;
    this.#hideCursor();
  }

  // What the tool does where the pointer or the cursor is.
  #press(at) {
    this.#position = at;
    if (this.tool === 'rectangle') {
      if (this.#corner) {
        const from = this.#corner;
        this.#corner = null;
        this.edit(map => map.rectangle(from.x, from.y, at.x, at.y, this.color));
      } else {
        this.#corner = at;
      }
    } else if (this.tool === 'fill') {
      this.edit(map => map.flood(at.x, at.y, this.color));
    } else {
      this.#history.remember(this.map);
      this.map.stroke(at.x, at.y, at.x, at.y, this.diameter, this.color);
      this.#show(this.map, this.#pointer === null);
    }
    this.#showCursor();
  }

  #key(event) {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (steps) {
      const distance = event.shiftKey ? 8 : 1;
      this.#position = this.#inside({ x: this.#position.x + steps[0] * distance, y: this.#position.y + steps[1] * distance });
      this.#showCursor();
    } else if (event.key === ' ' || event.key === 'Enter') {
      this.#press(this.#position);
    } else if (event.key === 'Escape') {
      this.#corner = null;
      this.#showCursor();
    } else {
      return;
    }
    event.preventDefault();
  }

  #pixelOf(event) {
    const box = this.#canvas.getBoundingClientRect();
    return this.#inside({
      x: Math.floor((event.clientX - box.left) / box.width * this.map.size),
      y: Math.floor((event.clientY - box.top) / box.height * this.map.size),
    });
  }

  #inside({ x, y }) {
    const last = this.map.size - 1;
    return { x: Math.min(Math.max(x, 0), last), y: Math.min(Math.max(y, 0), last) };
  }

  // An outline of what would be painted, in parts of the picture.
  #showCursor() {
    const { x, y } = this.#position;
    const extent = this.tool === 'brush' ? this.diameter : 1;
    const first = this.#corner ?? { x: x - (extent >> 1), y: y - (extent >> 1) };
    const last = this.#corner ? this.#position : { x: first.x + extent - 1, y: first.y + extent - 1 };
    const part = value => `${100 * value / this.map.size}%`;
    const style = this.#cursor.style;
    style.left = part(Math.min(first.x, last.x));
    style.top = part(Math.min(first.y, last.y));
    style.width = part(Math.abs(last.x - first.x) + 1);
    style.height = part(Math.abs(last.y - first.y) + 1);
    style.borderRadius = this.tool === 'brush' ? '50%' : '0';
    this.#cursor.hidden = false;
  }

  #hideCursor() {
    this.#cursor.hidden = true;
  }
}
