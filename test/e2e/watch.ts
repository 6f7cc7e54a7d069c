import { expect, type BrowserContext, type Page } from '@playwright/test';

/** What no page of ours may ever do, collected over a whole test. */
export type Watch = {
  /** Errors on the console this test causes on purpose (a host that was killed). */
  expectNoise(pattern: RegExp): void;
  /** Fails when a page broke its policy, opened a dialog, ran a foreign script or threw. */
  check(): Promise<void>;
};

type Violation = { directive: string; blocked: string; sample: string };

/** Watches every page of the context that is served by the app; sign-in pages of the platforms are theirs. */
export async function watch(context: BrowserContext): Promise<Watch> {
  const found: string[] = [];
  const noise: RegExp[] = [];
  const isOurs = (page: Page): boolean => page.url().startsWith('http://127.0.0.1') && !page.url().includes('/oauth');
  await context.exposeBinding('__violated', (_source, { directive, blocked, sample }: Violation) => {
    found.push(`policy: ${directive} blocked ${blocked} ${sample}`);
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = (window as unknown as { __violated?: (violation: Violation) => void }).__violated;
      report?.({ directive: event.effectiveDirective, blocked: event.blockedURI, sample: event.sample });
    });
  });
  context.on('page', (page) => {
    page.on('dialog', (dialog) => {
      found.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('pageerror', (error) => found.push(`script error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' || /Content.Security|TrustedScript|TrustedHTML/i.test(message.text()))
        if (isOurs(page)) found.push(`console: ${message.text()}`);
    });
  });
  return {
    expectNoise: (pattern) => void noise.push(pattern),
    async check() {
      for (const page of context.pages()) {
        const flag = await page.evaluate(() => (window as { __executed?: number }).__executed).catch(() => undefined);
        if (flag !== undefined) found.push(`executed: name ${flag} ran as script`);
      }
      expect(found.filter((line) => !noise.some((pattern) => pattern.test(line)))).toEqual([]);
    },
  };
}
