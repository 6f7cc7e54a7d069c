import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from '@playwright/test';

/**
 * From starting the built browser host on a filled workspace until the Clients screen shows figures in Chromium, nothing fetched from
 * any platform. The baseline of the same run is the same browser painting an empty local page, so the ratio says what is ours.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const RUNS = 7;

function chromiumFile(): string {
  const named = process.env['TIDEMARK_CHROMIUM'];
  return named ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file)) ?? 'chromium';
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function startHost(home: string): Promise<{ host: ChildProcess; url: string }> {
  const host = spawn(process.execPath, [join(root, 'out/main/browser.js'), '--home', home, '--no-open'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return new Promise((resolve, reject) => {
    host.once('exit', (code) => reject(new Error(`The host ended with ${code}.`)));
    createInterface({ input: host.stdout }).on('line', (line) => {
      const url = /https?:\/\/\S+/.exec(line)?.[0];
      if (url) resolve({ host, url });
    });
  });
}

async function endHost(host: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => host.once('exit', resolve));
  host.kill('SIGTERM');
  await ended;
}

async function timePaint(browser: Browser, home: string): Promise<{ address: number; painted: number }> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  const began = performance.now();
  const { host, url } = await startHost(home);
  const address = performance.now() - began;
  await page.goto(url);
  await page.getByRole('row').filter({ hasText: 'Mebloteka' }).first().waitFor();
  const painted = performance.now() - began;
  await page.context().close();
  await endHost(host);
  return { address, painted };
}

async function timeEmptyPage(browser: Browser): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const began = performance.now();
  await page.goto('data:text/html,<h1>empty</h1>');
  await page.getByRole('heading').waitFor();
  const took = performance.now() - began;
  await context.close();
  return took;
}

/** Milliseconds; `…Ratio` against an empty page in the same browser. */
export async function run(): Promise<Record<string, number>> {
  const home = mkdtempSync(join(tmpdir(), 'tidemark-paint-'));
  const browser = await chromium.launch({
    executablePath: chromiumFile(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  try {
    await new Promise<void>((resolve, reject) => {
      const demo = spawn(process.execPath, [join(root, 'out/main/cli.js'), 'demo', '--home', home], {
        stdio: 'ignore',
      });
      demo.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The demo ended with ${code}.`))));
    });
    await timePaint(browser, home);
    const address: number[] = [];
    const painted: number[] = [];
    const empty: number[] = [];
    for (let index = 0; index < RUNS; index += 1) {
      empty.push(await timeEmptyPage(browser));
      const times = await timePaint(browser, home);
      address.push(times.address);
      painted.push(times.painted);
    }
    return {
      addressPrintedMedianMs: Math.round(median(address)),
      clientsPaintedMedianMs: Math.round(median(painted)),
      clientsPaintedMaxMs: Math.round(Math.max(...painted)),
      emptyPageMedianMs: Math.round(median(empty)),
      clientsPaintedToEmptyPageRatio: Math.round((median(painted) / median(empty)) * 10) / 10,
    };
  } finally {
    await browser.close();
    rmSync(home, { recursive: true, force: true });
  }
}
