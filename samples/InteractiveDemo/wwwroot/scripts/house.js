/** Draws a random house front in the colours of a palette; labels that the palette lacks are left out. */
export function drawHouse(map, colors, random = Math.random) {
  const between = (from, to) => from + (to - from) * random();
  const chance = probability => random() < probability;
  const paint = (label, left, top, right, bottom) => {
    if (colors[label])
      map.rectangle(Math.round(left * map.size), Math.round(top * map.size), Math.round(right * map.size) - 1, Math.round(bottom * map.size) - 1, colors[label]);
  };

  map.fill(colors.Background);
  const left = chance(0.45) ? 0 : between(0.04, 0.14);
  const right = chance(0.45) ? 1 : between(0.86, 0.96);
  const eaves = between(0.12, 0.24);
  const ground = between(0.93, 0.98);
  if (chance(0.7)) {
    paint('Roof', left, eaves - between(0.06, 0.1), right, eaves);
    for (let i = 0; i < 2; i++) {
      const x = between(left + 0.08, right - 0.14);
      paint('Roof', x, eaves - 0.14, x + 0.05, eaves);
    }
  }

  const floors = 3 + Math.floor(random() * 3);
  const height = (ground - eaves) / (floors + 0.2);
  const shopTop = ground - 1.15 * height;
  const axes = Math.max(3, Math.round((right - left) / (height * between(0.75, 1.05))));
  const pitch = (right - left) / axes;
  paint('Wall', left, eaves, right, ground);
  const hasPillars = chance(0.35);
  for (let i = 0; hasPillars && i <= axes; i++) {
    const x = Math.min(Math.max(left + i * pitch, left + 0.02), right - 0.02);
    paint('Pillar', x - 0.016, eaves, x + 0.016, shopTop);
  }

  paint('Cornice', left - 0.015, eaves - 0.01, right + 0.015, eaves + 0.022);
  paint('Cornice', left, shopTop - 0.016, right, shopTop + 0.004);
  for (let floor = 0; floor < floors - 1; floor++)
    drawFloor(floor);
  drawGroundFloor();

  function drawFloor(floor) {
    const bottom = shopTop - floor * height;
    const windowTop = bottom - height * 0.82;
    const windowBottom = bottom - height * 0.2;
    const half = Math.min(pitch * 0.27, height * 0.23);
    const hasShutters = chance(0.25);
    const hasMolding = chance(0.6);
    const hasBalconies = chance(0.35);
    const everySecond = chance(0.5);
    for (let i = 0; i < axes; i++) {
      const x = left + (i + 0.5) * pitch;
      if (hasMolding) paint('Molding', x - half - 0.012, windowTop - 0.024, x + half + 0.012, windowTop);
      if (hasShutters) paint('Shutter', x - half * 1.5, windowTop, x + half * 1.5, windowBottom);
      paint('Window', x - half, windowTop, x + half, windowBottom);
      if (hasBalconies && (!everySecond || i % 2 === 0))
        paint('Balcony', x - half * 1.5, windowBottom - height * 0.16, x + half * 1.5, windowBottom + 0.02);
      else
        paint('Sill', x - half - 0.012, windowBottom, x + half + 0.012, windowBottom + 0.02);
    }
  }

  function drawGroundFloor() {
    const door = Math.floor(random() * axes);
    const hasShops = chance(0.7);
    for (let i = 0; i < axes; i++) {
      const x = left + (i + 0.5) * pitch;
      const half = pitch * 0.3;
      if (i === door) {
        paint('Molding', x - half * 0.8, shopTop + height * 0.2, x + half * 0.8, ground);
        paint('Door', x - half * 0.6, shopTop + height * 0.28, x + half * 0.6, ground);
      } else if (hasShops) {
        paint('Shop', x - pitch * 0.42, shopTop + height * 0.2, x + pitch * 0.42, ground);
      } else {
        paint('Window', x - half * 0.8, shopTop + height * 0.3, x + half * 0.8, ground - height * 0.28);
      }
    }
  }
}
