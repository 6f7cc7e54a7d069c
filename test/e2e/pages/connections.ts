import { expect, type Page } from '@playwright/test';

/** The Connections screen: connecting, signing in again, choosing accounts. */
export function connectionsPage(page: Page) {
  // Messages in the corner are dialogs too, but not modal ones.
  const dialog = page.getByRole('dialog', { name: /^(Connect|Sign in to) / });
  const picker = page.getByRole('dialog', { name: /^Choose .* accounts$/ });
  return {
    dialog,
    picker,
    /** Fills the form of the open dialog; keys are the labels as the person reads them. */
    async fill(fields: Record<string, string>): Promise<void> {
      for (const [label, value] of Object.entries(fields)) await dialog.getByLabel(label).fill(value);
    },
    /** Follows the link of the waiting sign-in into a second page and presses `button` there. */
    async answerInBrowser(button: '#approve' | '#approve-second' | '#cancel'): Promise<void> {
      await expect(dialog.getByText(/Waiting for your browser/)).toBeVisible();
      const opened = page.context().waitForEvent('page');
      await dialog.getByRole('link', { name: 'Open the sign-in page' }).click();
      const consent = await opened;
      await consent.locator(button).click();
      await expect(consent.getByText('You can close this window', { exact: false })).toBeVisible();
      await consent.close();
    },
    async paste(secret: string): Promise<void> {
      await dialog.getByRole('tab', { name: 'Paste a token' }).click();
      await dialog.getByRole('textbox', { name: /token/i }).fill(secret);
      await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
    },
    account: (name: string) => picker.getByRole('row').filter({ hasText: name }),
    async chooseAllActive(): Promise<void> {
      await picker.getByRole('button', { name: /^Select all active/ }).click();
    },
    async importChosen(): Promise<void> {
      await picker.getByRole('button', { name: /^Import \d+ accounts?$/ }).click();
      await expect(picker).toBeHidden();
    },
    card: (name: string | RegExp) => page.getByRole('article', { name }),
  };
}
