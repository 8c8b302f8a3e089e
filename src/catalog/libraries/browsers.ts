import type { CallPattern, EffectPattern, Library } from '../types.ts';
import type { LongWork } from '../work.ts';
import { called, constructed, made, method } from './wording.ts';

const puppeteer = ['puppeteer', 'puppeteer-core', 'puppeteer-extra', 'rebrowser-puppeteer'];
const playwright = ['playwright', 'playwright-core', 'playwright-chromium', 'playwright-extra', '@playwright/test'];
const kinds = ['chromium', 'firefox', 'webkit'];

function starts(call: CallPattern, ends: LongWork['ends']): EffectPattern {
  return { call, effect: 'long-work', work: { what: 'a browser to start', ends, closedBy: ['close', 'quit'] } };
}

/** Browsers that a program starts and steers: seconds until the first page, and hundreds of megabytes each. */
export const browsers: Library = {
  id: 'browsers',
  title: 'Browsers',
  packages: [...puppeteer, ...playwright, 'selenium-webdriver', 'pyppeteer', 'selenium', 'undetected_chromedriver'],
  types: [
    {
      type: 'browsers.builder',
      madeBy: [constructed(['selenium-webdriver'], 'Builder')],
      declaredAs: [],
      chains: [
        'forBrowser',
        'setChromeOptions',
        'setFirefoxOptions',
        'usingServer',
        'withCapabilities',
        'setChromeService',
      ],
    },
    {
      type: 'browsers.playwright',
      madeBy: [
        called(['playwright.sync_api'], 'sync_playwright'),
        called(['playwright.async_api'], 'async_playwright'),
      ],
      declaredAs: [{ modules: ['playwright.sync_api', 'playwright.async_api'], name: 'Playwright' }],
      chains: ['start', '__enter__', '__aenter__'],
    },
  ],
  uses: [],
  effects: [
    starts(called(puppeteer, 'launch'), 'promise'),
    ...kinds.map((kind) => starts(called(playwright, `${kind}.launch`), 'promise')),
    starts(method('browsers.builder', 'build'), 'promise'),
    starts(called(['pyppeteer'], 'launch'), 'promise'),
    ...['Chrome', 'Firefox', 'Edge', 'Remote'].flatMap((name) => [
      starts(made(['selenium'], `webdriver.${name}`), 'blocks'),
      starts(made(['selenium.webdriver'], name), 'blocks'),
    ]),
    starts(made(['undetected_chromedriver'], 'Chrome'), 'blocks'),
    starts(method('browsers.playwright', ...kinds.map((kind) => `${kind}.launch`)), 'blocks'),
  ],
  citation: { title: 'Puppeteer: launch', url: 'https://pptr.dev/api/puppeteer.puppeteernode.launch' },
};
