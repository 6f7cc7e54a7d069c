import { createInterface } from 'node:readline';
import type { AgencySpec, FaultKind } from '../../src/sandbox/sandbox.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';

/**
 * A stand-in agency of many small clients as a process of its own: `node _agency-server.ts CLIENTS LATENCY_MS NOW_ISO`. Each client has
 * one ad account on either platform. Prints its addresses and credentials; answers lines on stdin: `{"now": ISO}` moves the clock,
 * `{"faults": true}` makes one request in fifty fail, `{"count": true}` prints how many requests there have been.
 */
const [clients, latencyMs, now] = process.argv.slice(2) as [string, string, string];
let instant = Date.parse(now);
const ZONES = ['Europe/Warsaw', 'Europe/Berlin', 'Europe/London', 'America/New_York', 'America/Los_Angeles'];
const CURRENCIES = ['PLN', 'EUR', 'GBP', 'USD', 'USD'];
const VERTICALS = ['hotel', 'restaurant', 'shop', 'clinic', 'leads'] as const;
/** Passing faults only, as real platforms have them; each hits one request in 250, together 2 %. */
const FAULTS: FaultKind[] = ['html-502', 'reset', 'transient-2', 'google-internal-500', 'cut'];

const agency: AgencySpec = {
  anchor: now.slice(0, 10),
  managers: [{ key: 'agency', name: 'Agency', currency: 'EUR', timezone: 'Europe/Warsaw' }],
  clients: Array.from({ length: Number(clients) }, (_, index) => {
    const zone = index % ZONES.length;
    const account = {
      name: `Client ${index + 1}`,
      currency: CURRENCIES[zone] ?? 'EUR',
      timezone: ZONES[zone] ?? 'UTC',
      vertical: VERTICALS[index % VERTICALS.length] ?? 'shop',
      dailySpend: 40 + (index % 17) * 12,
      campaigns: 3,
      adGroups: 1,
      ads: 2,
    };
    return {
      name: `Client ${String(index + 1).padStart(4, '0')}`,
      accounts: [
        { ...account, platform: 'meta' as const },
        { ...account, platform: 'google' as const, manager: 'agency' },
      ],
    };
  }),
};

const sandbox = await startSandbox({ agency, latencyMs: Number(latencyMs), now: () => instant });
process.stdout.write(`${JSON.stringify({ urls: sandbox.urls, credentials: sandbox.credentials })}\n`);

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line) as { now?: string; faults?: boolean; count?: boolean };
  if (command.now !== undefined) {
    instant = Date.parse(command.now);
    sandbox.control.setNow(instant);
  }
  if (command.faults === true)
    for (const kind of FAULTS)
      sandbox.control.injectFault({ kind, times: Number.POSITIVE_INFINITY, every: 50 * FAULTS.length });
  if (command.faults === false) sandbox.control.clearFaults();
  if (command.count === true) process.stdout.write(`${JSON.stringify(sandbox.control.requestCounts())}\n`);
}
await sandbox.close();
