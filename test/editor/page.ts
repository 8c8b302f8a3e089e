import { type Browser, chromium, type FrameLocator, type Page } from 'playwright-core';

/** Drives the window that this suite runs in, through the debugging port of its own browser, as a person's hands would. */
export async function withPage<Answer>(use: (page: Page) => Promise<Answer>): Promise<Answer> {
  const port = process.env['SECOND_INSTANCE_DEBUGGING_PORT'];
  const browser: Browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  try {
    const page = browser
      .contexts()
      .flatMap((context) => context.pages())
      .find((each) => /^(?:https?|vscode-file):/.test(each.url()));
    if (page === undefined) throw new Error('The browser shows no workbench.');
    return await use(page);
  } finally {
    // Over a debugging port this ends the connection, not the browser.
    await browser.close();
  }
}

/** The inside of the visible webview: the editor nests it in two frames. */
export function webview(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready').first().frameLocator('iframe#active-frame');
}
