// Chromium by its own protocol (https://chromedevtools.github.io/devtools-protocol/) over two pipes: no package, no port.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const size = { width: 1440, height: 430, deviceScaleFactor: 1, mobile: false };
const patience = 180_000; // so long that only a failure reaches it, also on a busy machine

/** @param isReady of the page's text: it is rendered over a web socket, long after it has loaded. */
export async function takePicture(browser, url, isReady) {
  const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
  const child = spawn(browser, [
    '--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update',
    '--disable-sync', '--hide-scrollbars', `--user-data-dir=${profile}`, '--remote-debugging-pipe', 'about:blank',
  ], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const ended = new Promise(end => child.on('close', end));
  const send = connect(child);
  try {
    const { targetInfos } = await send('Target.getTargets');
    const { sessionId } = await send('Target.attachToTarget', { targetId: targetInfos.find(target => target.type === 'page').targetId, flatten: true });
    const page = (method, parameters) => send(method, parameters, sessionId);
    await page('Emulation.setDeviceMetricsOverride', size);
    await page('Page.navigate', { url });
    const text = await shownText(page, isReady);
    return { text, png: Buffer.from(await stillPicture(page), 'base64') };
  } finally {
    // In order, with all its processes: they write to its folder until they have ended.
    await send('Browser.close').catch(() => child.kill('SIGKILL'));
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
  }
}

async function shownText(page, isReady) {
  const end = Date.now() + patience;
  for (;;) {
    const { result } = await page('Runtime.evaluate', { expression: 'document.body?.innerText ?? ""', returnByValue: true });
    if (isReady(result.value)) return result.value;
    if (Date.now() > end) throw new Error(`the page does not show what it should, but:\n${result.value}`);
    await new Promise(passed => setTimeout(passed, 200));
  }
}

/** What is shown when nothing moves any more and the messages above the page, that the dashboard is open to all, have been closed. */
async function stillPicture(page) {
  const end = Date.now() + patience;
  const close = `document.querySelectorAll('.fluent-messagebar-close').forEach(one => one.dispatchEvent(new MouseEvent('click', { bubbles: true })))`;
  for (let last; ;) {
    await page('Runtime.evaluate', { expression: close });
    const { data } = await page('Page.captureScreenshot', { format: 'png' });
    if (data === last || Date.now() > end) return data;
    last = data;
    await new Promise(passed => setTimeout(passed, 1000));
  }
}

/** Messages are JSON, each ended by a zero byte: written to descriptor 3, read from 4. */
function connect(child) {
  const waiting = new Map();
  let received = '';
  child.stdio[4].setEncoding('utf8').on('data', data => {
    received += data;
    const messages = received.split('\0');
    received = messages.pop();
    for (const { id, result, error } of messages.map(message => JSON.parse(message))) {
      if (error) waiting.get(id)?.failed(new Error(error.message));
      else waiting.get(id)?.done(result);
      waiting.delete(id);
    }
  });
  child.on('close', code => {
    for (const { failed } of waiting.values()) failed(new Error(`the browser has ended with ${code}`));
  });
  let last = 0;
  return (method, params = {}, sessionId = undefined) => new Promise((done, failed) => {
    waiting.set(++last, { done, failed });
    child.stdio[3].write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
  });
}
