import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * The serious and critical axe findings in what a page shows now, each with its rule and elements. Everything is checked; only what
 * passed is not written up, which is nine tenths of axe's work. `within` narrows it to a selector, `rules` to some rules.
 */
export async function graveFindings(
  page: Page,
  { within, rules }: { within?: string; rules?: string[] } = {},
): Promise<string[]> {
  // Without reading style sheets beforehand: of one still loading axe makes a copy, which the page's own policy reports.
  // In the page itself: a page of its own for putting the results together would cost as much again, and there are no frames.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'], preload: false });
  if (within !== undefined) axe.include(within);
  if (rules !== undefined) axe.withRules(rules);
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
    );
}
