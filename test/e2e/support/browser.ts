/** The Chromium of this machine, driven over its own protocol; nothing is downloaded. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const places = [
  process.env['CHROMIUM_PATH'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Null where there is none; `CHROMIUM_PATH` names one that stands elsewhere. */
export const chromiumPath: string | null = places.find((place) => place !== '' && existsSync(place)) ?? null;

/** With a profile of its own that goes when it is closed, and without what a browser does by itself on a network. */
export async function launchChromium(): Promise<Browser> {
  if (chromiumPath === null) throw new Error('There is no Chromium on this machine.');
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface OpenedPage {
  readonly page: Page;
  /** Everything that the page asked for, itself included. */
  readonly asked: readonly string[];
  /** Of that, what its content security policy did not let through. */
  readonly refused: readonly string[];
  /** What went to the console, and what was thrown. */
  readonly said: readonly string[];
}

export async function openFile(
  browser: Browser,
  file: string,
  options: { readonly width?: number; readonly colorScheme?: 'light' | 'dark' } = {},
): Promise<OpenedPage> {
  const { width = 1280, colorScheme = 'light' } = options;
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
  const page = await context.newPage();
  const asked: string[] = [];
  const refused: string[] = [];
  const said: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('requestfailed', (request) => {
    if (request.failure()?.errorText === 'csp') refused.push(request.url());
  });
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  await page.goto(`file://${file}`);
  return { page, asked, refused, said };
}
