// Runs ONNX files in ONNX Runtime for a parent process. A message on standard input or output is its length in bytes (32 bits,
// little-endian) and its content; a request and an answer are one message of JSON, followed by one message per tensor.
'use strict';
const fs = require('fs');
const path = require('path');
const { performance } = require('perf_hooks');

const folder = path.join(process.argv[1], 'onnxruntime-node');
const arrays = { float32: Float32Array, uint8: Uint8Array };
const sessions = new Map();
let last = 0;
let ort;

// The end of the input is the end of the parent, or its wish.
function read(count) {
  const bytes = Buffer.allocUnsafeSlow(count);
  for (let offset = 0; offset < count;) {
    let read = 0;
    try {
      read = fs.readSync(0, bytes, offset, count - offset, null);
    } catch (error) {
      if (error.code === 'EAGAIN') {
        pause();
        continue;
      }
      if (error.code !== 'EOF') throw error;
    }
    if (read === 0) process.exit(0);
    offset += read;
  }
  return bytes;
}

function write(bytes) {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  for (const part of [length, bytes]) {
    for (let offset = 0; offset < part.length;) {
      try {
        offset += fs.writeSync(1, part, offset, part.length - offset);
      } catch (error) {
        if (error.code === 'EPIPE') process.exit(0);
        if (error.code !== 'EAGAIN') throw error;
        pause();
      }
    }
  }
}

const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
const readMessage = () => read(read(4).readUInt32LE());
const answer = (value) => write(Buffer.from(JSON.stringify(value)));

async function load({ file, threads }) {
  const session = await ort.InferenceSession.create(file, {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  });
  sessions.set(++last, { session, feeds: null });
  answer({ session: last, inputs: session.inputNames, outputs: session.outputNames });
}

async function run({ session, inputs }) {
  const feeds = {};
  for (const { name, type, shape } of inputs) {
    const bytes = readMessage();
    feeds[name] = new ort.Tensor(type, new arrays[type](bytes.buffer, 0, bytes.length / arrays[type].BYTES_PER_ELEMENT), shape);
  }
  const loaded = sessions.get(session);
  const results = await loaded.session.run(feeds);
  loaded.feeds = feeds;
  const tensors = loaded.session.outputNames.map((name) => results[name]);
  answer({ outputs: tensors.map((tensor, i) => ({ name: loaded.session.outputNames[i], type: tensor.type, shape: tensor.dims })) });
  for (const { data } of tensors) write(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
}

async function measure({ session, runs }) {
  const loaded = sessions.get(session);
  if (!loaded.feeds) throw new Error('run the model once before it is measured');
  const wall = [];
  const processor = [];
  for (let i = 0; i < runs; i++) {
    const usage = process.cpuUsage();
    const start = performance.now();
    await loaded.session.run(loaded.feeds);
    wall.push(performance.now() - start);
    const { user, system } = process.cpuUsage(usage);
    processor.push((user + system) / 1000);
  }
  answer({ wall, processor });
}

async function release({ session }) {
  await sessions.get(session).session.release();
  sessions.delete(session);
  answer({});
}

const operations = { load, run, measure, release };

(async () => {
  try {
    ort = require(folder);
    answer({ version: JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).version });
  } catch (error) {
    answer({ error: `it cannot be loaded: ${String(error.message).split('\n')[0]}` });
    return;
  }
  for (;;) {
    const request = JSON.parse(readMessage().toString());
    try {
      await operations[request.operation](request);
    } catch (error) {
      answer({ error: String(error.message ?? error) });
    }
  }
})();
