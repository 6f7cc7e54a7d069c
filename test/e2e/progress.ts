import { expect, type Page } from '@playwright/test';

/** `texts` are the strip's own sentences, `whole` everything that stood in it. */
export type Progress = { texts: string[]; whole: string[]; percents: number[] };

/** Begins to write down every text and percent the import strip shows, as a person who never looks away would see them. */
export async function recordProgress(page: Page): Promise<() => Promise<Progress>> {
  await page.evaluate(() => {
    const seen: { text: string; whole: string; percent: number | null }[] = [];
    Object.assign(window, { __progress: seen });
    const look = (): void => {
      const strip = document.querySelector('[data-import-strip] section');
      if (strip === null) return;
      const bar = strip.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow');
      const text = strip.querySelector('span span')?.textContent ?? '';
      seen.push({
        text,
        whole: strip.textContent ?? '',
        percent: bar === null || bar === undefined ? null : Number(bar),
      });
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['aria-valuenow'],
    });
    look();
  });
  return async () => {
    const seen = await page.evaluate(
      () => (window as unknown as { __progress: { text: string; whole: string; percent: number | null }[] }).__progress,
    );
    return {
      texts: [...new Set(seen.map(({ text }) => text))],
      whole: [...new Set(seen.map(({ whole }) => whole))],
      percents: seen.flatMap(({ percent }) => (percent === null ? [] : [percent])),
    };
  };
}

/** Waits until the strip has said it since `read` began. A success goes after three seconds, and a busy machine may look away for longer. */
export async function expectSaid(read: () => Promise<Progress>, pattern: RegExp): Promise<void> {
  await expect.poll(async () => (await read()).whole.join('\n'), { timeout: 120_000 }).toMatch(pattern);
}

/** The bar never goes back, and a person saw it move. */
export function expectMonotonic({ percents }: Progress): void {
  expect(percents.filter((percent, i) => percent < (percents[i - 1] ?? 0))).toEqual([]);
  expect(new Set(percents).size).toBeGreaterThan(2);
}
