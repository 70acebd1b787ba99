const PREFIXES = ['', ' k', ' M', ' G', ' T'];

/** Three significant digits: 7.84, 12.4, 908. */
export function significant(value) {
  return value === 0 ? '0' : value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** A count with a decimal prefix: 908 M. */
export function count(value, unit = '') {
  let prefix = 0;
  while (value >= 999.5 && prefix < PREFIXES.length - 1) {
    value /= 1000;
    prefix++;
  }
  const number = prefix === 0 && Number.isInteger(value) ? String(value) : significant(value);
  return number + (PREFIXES[prefix] || (unit && ' ')) + unit;
}

export function milliseconds(value) {
  return `${significant(value)} ms`;
}
