/** A square picture whose pixels are painted without soft edges: every pixel keeps exactly one colour. */
export class LabelMap {
  /** @param {number} size Width and height in pixels. */
  constructor(size) {
    this.size = size;
    this.image = new ImageData(size, size);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  /** Red, green, blue and opacity of each pixel, row by row. */
  get rgba() {
    return this.image.data;
  }

  clone() {
    const copy = new LabelMap(this.size);
    copy.pixels.set(this.pixels);
    return copy;
  }

  /** The same picture in another size; every pixel takes the colour of the one nearest to it. */
  resize(size) {
    const result = new LabelMap(size);
    for (let y = 0; y < size; y++) {
      const row = Math.floor((y + 0.5) * this.size / size) * this.size;
      for (let x = 0; x < size; x++)
        result.pixels[y * size + x] = this.pixels[row + Math.floor((x + 0.5) * this.size / size)];
    }
    return result;
  }

  fill(color) {
    this.pixels.fill(packed(color));
  }

  /** Corners in pixels, in any order, both included; parts outside are left out. */
  rectangle(x0, y0, x1, y1, color) {
    const left = Math.max(0, Math.min(x0, x1));
    const right = Math.min(this.size - 1, Math.max(x0, x1));
    const value = packed(color);
    for (let y = Math.max(0, Math.min(y0, y1)); y <= Math.min(this.size - 1, Math.max(y0, y1)); y++) {
      if (left <= right)
        this.pixels.fill(value, y * this.size + left, y * this.size + right + 1);
    }
  }

  /** A round brush drawn from one pixel to another. */
  stroke(x0, y0, x1, y1, diameter, color) {
    const steps = Math.max(1, Math.abs(x1 - x0), Math.abs(y1 - y0));
    for (let i = 0; i <= steps; i++)
      this.#disc(Math.round(x0 + (x1 - x0) * i / steps), Math.round(y0 + (y1 - y0) * i / steps), diameter, color);
  }

  /** Gives every pixel of one of the first colours the second colour of that pair. */
  recolor(pairs) {
    const colors = new Map(pairs.map(([from, to]) => [packed(from), packed(to)]));
    for (let i = 0; i < this.pixels.length; i++)
      this.pixels[i] = colors.get(this.pixels[i]) ?? this.pixels[i];
  }

  /** Repaints the area of one colour around a pixel. */
  flood(x, y, color) {
    const from = this.pixels[y * this.size + x];
    const to = packed(color);
    if (from === to)
      return;
    const pending = [y * this.size + x];
    while (pending.length > 0) {
      const at = pending.pop();
      if (this.pixels[at] !== from)
        continue;
      this.pixels[at] = to;
      const column = at % this.size;
      if (column > 0) pending.push(at - 1);
      if (column < this.size - 1) pending.push(at + 1);
      if (at >= this.size) pending.push(at - this.size);
      if (at < this.pixels.length - this.size) pending.push(at + this.size);
    }
  }

  #disc(x, y, diameter, color) {
    const value = packed(color);
    const middle = (diameter - 1) / 2;
    const left = x - Math.floor(diameter / 2);
    const top = y - Math.floor(diameter / 2);
    for (let row = 0; row < diameter; row++) {
      const half = Math.sqrt(Math.max(0, diameter * diameter / 4 - (row - middle) ** 2));
      const from = Math.max(0, left + Math.ceil(middle - half - 0.01));
      const to = Math.min(this.size - 1, left + Math.floor(middle + half + 0.01));
      if (top + row >= 0 && top + row < this.size && from <= to)
        this.pixels.fill(value, (top + row) * this.size + from, (top + row) * this.size + to + 1);
    }
  }
}

// "#rrggbb" as one number in the byte order of image data on the machines that browsers run on.
function packed(color) {
  const rgb = parseInt(color.slice(1), 16);
  return (0xff000000 | (rgb & 0xff) << 16 | (rgb & 0xff00) | rgb >> 16) >>> 0;
}
