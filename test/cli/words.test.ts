import { expect, test } from 'vitest';
import type { EngineClient } from '../../src/main/hosts/cli-engine.ts';
import { alerts } from '../../src/main/hosts/cli-checks.ts';
import { decimalText, moneyText } from '../../src/main/hosts/cli-format.ts';
import { bothClocks } from '../../src/main/hosts/cli-schedule.ts';

test('amounts have the decimals of their currency, large ones stay exact', () => {
  expect([moneyText(12_300_000, 'EUR'), moneyText(1_234_000_000, 'JPY'), moneyText(null, 'EUR')]).toEqual([
    '12.30',
    '1234',
    '—',
  ]);
  expect(moneyText(-5_000, 'PLN')).toBe('-0.01');
  expect(decimalText('12345678901234567.80', { grouped: true })).toBe('12,345,678,901,234,567.80');
  expect(decimalText('—', { grouped: true })).toBe('—');
});

test('an instant is told on the clock of this computer with UTC beside it, and its day where that is another', () => {
  expect(bothClocks('2026-11-21T02:00:00.000Z', 'Europe/Warsaw')).toBe('2026-11-21 03:00 (02:00 UTC)');
  expect(bothClocks('2026-11-21T02:00:00.000Z', 'America/Los_Angeles')).toBe('2026-11-20 18:00 (2026-11-21 02:00 UTC)');
});

test('no alerts is not all well: what health says is told', async () => {
  const engine = (status: string, reasons: string[]): EngineClient =>
    ({
      alerts: { list: async () => ({ alerts: [] }) },
      diagnostics: { health: async () => ({ status, reasons }) },
    }) as unknown as EngineClient;
  const text = async (client: EngineClient) => (await alerts(client, { show: 'open', limit: 10 })).text;
  expect(await text(engine('ok', []))).toBe('No alerts.');
  expect(await text(engine('attention', ['1 import failed in the last 24 hours']))).toBe(
    'No alerts, but health says ATTENTION: 1 import failed in the last 24 hours. More with: health',
  );
});
