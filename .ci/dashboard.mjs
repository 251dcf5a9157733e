// node dashboard.mjs ASPIRE PICTURE [BROWSER]: see .ci/dashboard. Needs nothing but Node.
import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { takePicture } from './browser.mjs';

const [aspire, picture, browser] = process.argv.slice(2);
const resources = ['perf-runner', 'local-lambdas', 'pipe-service', 'http-service'];
const coldStart = [
  'perf-runner: GET',
  'local-lambdas: GET /pipe/*', 'local-lambdas: start', 'local-lambdas: spawn', 'local-lambdas: runtime', 'local-lambdas: application',
  'local-lambdas: accept', 'local-lambdas: invoke',
  'pipe-service: GET',
];
const runner = ['run', '--project', 'PerfRunner', '--', '--output', 'artifacts/dashboard/results'];
const patience = 180_000; // so long that only a failure reaches it, also on a busy machine

let passed = 0;
function check(condition, what) {
  if (!condition) throw new Error(what);
  console.log(`dashboard: ok: ${what}`);
  passed++;
}

/** Below those that Linux gives to outgoing connections (32768 and more), one of which could be taken before the dashboard listens. */
async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_768);
    const server = createServer();
    const listens = await new Promise(done => server.once('error', () => done(false)).listen(port, '127.0.0.1', () => done(true)));
    if (!listens) continue;
    await new Promise(closed => server.close(closed));
    return port;
  }
}

/** The condition's first value that is not falsy. */
async function eventually(condition, what) {
  const end = Date.now() + patience;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`not within ${patience / 1000} s: ${what()}`);
    await new Promise(passedTime => setTimeout(passedTime, 200));
  }
}

/** Runs a program to its end, and returns what it has written. */
function run(program, args, environment) {
  return new Promise((done, failed) => {
    const child = spawn(program, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', data => { output += data; });
    child.on('error', failed);
    child.on('close', code => (code === 0 ? done(output) : failed(new Error(`${program} ${args.join(' ')} ended with ${code}\n${output}`))));
  });
}

async function ask(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** The spans of an answer of the telemetry API, which is OTLP as JSON, with the names of their resources. */
function spansOf(answer) {
  return answer.data.resourceSpans.flatMap(group => {
    const service = group.resource.attributes.find(attribute => attribute.key === 'service.name').value.stringValue;
    return group.scopeSpans.flatMap(scope => scope.spans).map(span => ({ ...span, label: `${service}: ${span.name}` }));
  });
}

/** What the traces consist of, and how many are alike. */
function describe(spans) {
  const counts = new Map();
  for (const trace of tracesIn(spans)) {
    const labels = trace.map(span => span.label).sort().join(', ');
    counts.set(labels, (counts.get(labels) ?? 0) + 1);
  }
  return [...counts].map(([labels, count]) => `${count} × ${labels}`).join('\n');
}

function tracesIn(spans) {
  const traces = new Map();
  for (const span of spans) traces.set(span.traceId, [...(traces.get(span.traceId) ?? []), span]);
  return [...traces.values()];
}

/** The trace ids of complete cold starts, from the fastest to the slowest. */
function coldStartsIn(spans) {
  const wanted = [...coldStart].sort().join();
  return tracesIn(spans)
    .filter(trace => trace.map(span => span.label).sort().join() === wanted)
    .map(trace => trace.find(span => span.label === coldStart[0]))
    .sort((one, other) => nanoseconds(one) - nanoseconds(other))
    .map(root => root.traceId);
}

const nanoseconds = span => Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano));

async function checkDashboard(command) {
  const [frontend, grpc, http] = [await freePort(), await freePort(), await freePort()].map(port => `http://127.0.0.1:${port}`);
  const arguments_ = ['dashboard', 'run', '--nologo', '--non-interactive', '--allow-anonymous',
    '--frontend-url', frontend, '--otlp-grpc-url', grpc, '--otlp-http-url', http];
  const dashboard = spawn(command, arguments_, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [dashboard.stdout, dashboard.stderr]) stream.on('data', data => { output += data; });
  const ended = new Promise(end => dashboard.on('close', end));
  try {
    await eventually(async () => {
      if (dashboard.exitCode !== null) throw new Error(`the dashboard has ended with ${dashboard.exitCode}\n${output}`);
      return fetch(frontend).then(answer => answer.ok, () => false);
    }, () => 'the dashboard answers');
    await run('dotnet', [...runner, '--requests', '20', '--warmup', '50', '--cold-starts', '3'], { OTEL_EXPORTER_OTLP_ENDPOINT: grpc });

    const api = `${frontend}/api/telemetry`;
    await eventually(async () => {
      const names = (await ask(`${api}/resources`)).map(resource => resource.name);
      return resources.every(name => names.includes(name));
    }, () => `the resources ${resources.join(', ')}`);
    check(true, `the dashboard lists the resources ${resources.join(', ')}`);
    for (const name of resources) {
      check(spansOf(await ask(`${api}/spans?resource=${name}&limit=1000`)).length > 0, `the dashboard lists spans of ${name}`);
    }

    let spans;
    const complete = await eventually(async () => {
      spans = spansOf(await ask(`${api}/traces?resource=pipe-service&limit=10000`));
      const found = coldStartsIn(spans);
      return found.length > 0 && found;
    }, () => `a trace of ${coldStart.join(', ')}, only\n${describe(spans)}`);
    check(true, `the trace of a cold start has all its ${coldStart.length} spans`);

    if (browser) {
      const page = `${frontend}/traces/detail/${complete[Math.floor(complete.length / 2)]}`;
      const { text, png } = await takePicture(browser, page, shown => coldStart.every(label => shown.includes(label.split(': ')[0])) && shown.includes('application'));
      for (const name of ['perf-runner', 'local-lambdas', 'pipe-service']) check(text.includes(name), `the page of the trace shows ${name}`);
      writeFileSync(picture, png);
      console.log(`dashboard: picture: ${resolve(picture)} (${Math.round(png.length / 1024)} KB)`);
    } else {
      console.log('dashboard: no picture: Chromium is not installed');
    }
  } finally {
    dashboard.kill('SIGTERM');
    await ended;
  }
}

/** The runner starts the dashboard itself, and takes it down with it. */
async function checkRunner(command) {
  const output = await run(
    'dotnet',
    [...runner, '--dashboard', '--cases', '1,5', '--requests', '5', '--warmup', '5', '--cold-starts', '1'],
    { PATH: `${resolve(command, '..')}:${process.env.PATH}` });
  check(/Dashboard: http:\/\/127\.0\.0\.1:\d+/.test(output), 'PerfRunner --dashboard prints the link and ends');
}

/** The command with a home of its own: what it unpacks and remembers goes with that. */
function commandIn(home) {
  const command = join(home, 'aspire');
  writeFileSync(command, `#!/bin/sh\nHOME='${home}' ASPIRE_CLI_TELEMETRY_OPTOUT=true exec '${aspire}' "$@"\n`, { mode: 0o755 });
  return command;
}

mkdirSync('artifacts/dashboard', { recursive: true });
const home = mkdtempSync(resolve('artifacts/dashboard/home-'));
try {
  const command = commandIn(home);
  await checkDashboard(command);
  await checkRunner(command);
  console.log(`dashboard: ${passed} checks passed`);
} catch (error) {
  console.log(`dashboard: failed after ${passed} checks: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 10 });
}
