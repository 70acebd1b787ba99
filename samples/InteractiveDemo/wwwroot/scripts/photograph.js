import { LabelMap } from './label-map.js';

/** A picture file as a square picture of a size: scaled to cover it, cropped around its middle. Decoded by the browser, never by the server. */
export async function readPhotograph(file, size) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new Error(`“${file.name}” is not a picture that this browser can read.`);
  }

  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const scale = Math.max(size / bitmap.width, size / bitmap.height);
  context.fillStyle = 'white';
  context.fillRect(0, 0, size, size);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, (size - bitmap.width * scale) / 2, (size - bitmap.height * scale) / 2, bitmap.width * scale, bitmap.height * scale);
  bitmap.close();
  const map = new LabelMap(size);
  map.rgba.set(context.getImageData(0, 0, size, size).data);
  return map;
}
