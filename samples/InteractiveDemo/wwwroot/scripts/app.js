import { Easel } from './easel.js';
import { drawHouse } from './house.js';
import { LabelMap } from './label-map.js';
import { readPhotograph } from './photograph.js';
import { ResultPanel } from './result-panel.js';
import { checkReady, describeModels, OfflineError } from './service.js';
import { Translator } from './translator.js';

const SIZES = [64, 96, 128, 192, 256, 384, 512];
const HEARTBEAT = 3000;
const MESSAGES = {
  live: 'Live',
  busy: 'The server is busy; trying again',
  offline: 'The server does not answer; trying again',
};

const find = id => document.getElementById(id);
const panels = { teacher: new ResultPanel(find('teacher')), student: new ResultPanel(find('student')) };
const states = { server: 'live' };
const translators = Object.entries(panels).map(([name, panel]) => new Translator(name, result => showResult(panel, result), (state, message) => showState(name, state, message)));
const easel = new Easel(find('painting'), find('cursor'), (map, isFinished) => {
  find('undo').disabled = !easel.canUndo;
  find('redo').disabled = !easel.canRedo;
  for (const translator of translators)
    translator.submit(map, isFinished);
});
let palette = null;

listen();
void start();

async function start() {
  let description = null;
  while (!description) {
    try {
      description = await describeModels();
    } catch (error) {
      showStatus(error instanceof OfflineError ? 'offline' : 'error', error.message);
      await new Promise(resolve => setTimeout(resolve, 2000));
    }
  }

  offerSizes(description);
  for (const { name, title } of description.palettes)
    find('palette').add(new Option(title, name, false, name === description.palette));
  const chosenPalette = () => description.palettes.find(known => known.name === find('palette').value);
  find('palette').addEventListener('change', () => changePalette(chosenPalette()));
  showPalette(chosenPalette(), 'Window');
  showCosts(description);
  const map = new LabelMap(description.imageSize);
  drawHouse(map, palette);
  easel.begin(map);
  setInterval(watch, HEARTBEAT);
}

// Nobody paints: does the server still answer?
async function watch() {
  if (document.hidden)
    return;
  const state = await checkReady().then(() => 'live', error => error instanceof OfflineError ? 'offline' : 'busy');
  if (state !== states.server)
    setState('server', state);
}

function offerSizes({ imageSize, maxPixels }) {
  const sizes = [...new Set([imageSize, ...SIZES])].filter(size => size >= imageSize && size * size <= maxPixels).sort((a, b) => a - b);
  for (const size of sizes)
    find('size').add(new Option(`${size} × ${size}`, size));
}

// Swatches of a palette; colours by the labels' names.
function showPalette({ labels }, selected) {
  palette = Object.fromEntries(labels.map(label => [label.name, label.color]));
  const list = find('labels');
  list.querySelectorAll('label').forEach(label => label.remove());
  for (const { name, color } of labels) {
    const label = document.createElement('label');
    const input = Object.assign(document.createElement('input'), { type: 'radio', name: 'label', value: name });
    const swatch = document.createElement('span');
    swatch.className = 'swatch';
    swatch.style.backgroundColor = color;
    label.append(input, swatch, name);
    input.addEventListener('change', () => { easel.color = color; });
    list.append(label);
  }
  (list.querySelector(`[value=${selected}]`) ?? list.querySelector('input')).click();
}

// What has been painted keeps its meaning in the other colours.
function changePalette(other) {
  const before = palette;
  showPalette(other, document.querySelector('#labels :checked').value);
  easel.edit(map => map.recolor(Object.keys(before).filter(name => palette[name]).map(name => [before[name], palette[name]])));
}

function listen() {
  for (const input of document.querySelectorAll('input[name=tool]'))
    input.addEventListener('change', () => { easel.tool = input.value; });
  find('brush').addEventListener('input', () => useBrush(find('brush').valueAsNumber));
  find('undo').addEventListener('click', () => easel.undo());
  find('redo').addEventListener('click', () => easel.redo());
  find('clear').addEventListener('click', () => palette && easel.edit(map => map.fill(palette.Background)));
  find('example').addEventListener('click', () => palette && easel.edit(map => drawHouse(map, palette)));
  find('size').addEventListener('change', () => useSize(Number(find('size').value)));
  find('open').addEventListener('click', () => find('file').click());
  find('file').addEventListener('change', () => {
    void openPhotograph(find('file').files[0]);
    find('file').value = '';
  });
  document.addEventListener('keydown', useShortcut);
  document.addEventListener('paste', event => void openPhotograph(event.clipboardData?.files[0]));
  document.addEventListener('dragover', event => {
    event.preventDefault();
    find('easel').classList.add('is-target');
  });
  document.addEventListener('dragleave', event => {
    if (!event.relatedTarget)
      find('easel').classList.remove('is-target');
  });
  document.addEventListener('drop', event => {
    event.preventDefault();
    find('easel').classList.remove('is-target');
    void openPhotograph(event.dataTransfer?.files[0]);
  });
}

function useShortcut(event) {
  const isCommand = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (isCommand && key === 'z' && !event.shiftKey)
    easel.undo();
  else if (isCommand && (key === 'y' || key === 'z'))
    easel.redo();
  else if (!isCommand && (key === '[' || key === ']'))
    useBrush(easel.diameter + (key === ']' ? 1 : -1));
  else
    return;
  event.preventDefault();
}

function useBrush(diameter) {
  const input = find('brush');
  input.valueAsNumber = diameter;
  easel.diameter = input.valueAsNumber;
  find('brush-value').textContent = `${easel.diameter} px`;
}

async function useSize(size) {
  easel.resize(size);
  try {
    showCosts(await describeModels(size));
  } catch (error) {
    showStatus(error instanceof OfflineError ? 'offline' : 'error', error.message);
  }
}

async function openPhotograph(file) {
  if (!file)
    return;
  try {
    easel.replace(await readPhotograph(file, easel.map.size));
  } catch (error) {
    showStatus('error', error.message);
  }
}

function showCosts({ models }) {
  const byName = Object.fromEntries(models.map(model => [model.name, model]));
  for (const [name, panel] of Object.entries(panels))
    panel.showCost(byName[name]);
  for (const key of ['multiplyAdds', 'parameters', 'fileBytes'])
    panels.student.showRatio(key, byName.teacher[key] / byName.student[key]);
}

function showResult(panel, result) {
  panel.showResult(result);
  panels.student.showRatio('time', panels.teacher.time / panels.student.time);
}

function showState(name, state, message) {
  panels[name].showState(state, message);
  if (state !== 'working')
    setState(name, state, message);
}

// The page is as well as the worst of its parts.
function setState(part, state, message = '') {
  states[part] = state;
  const worst = ['offline', 'error', 'busy'].find(bad => Object.values(states).includes(bad)) ?? 'live';
  showStatus(worst, worst === 'error' && state === 'error' ? message : '');
}

function showStatus(state, message) {
  const status = find('status');
  status.dataset.state = state;
  const text = MESSAGES[state] ?? message;
  if (text && status.textContent !== text)
    status.textContent = text;
}
