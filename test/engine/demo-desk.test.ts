import { expect, it } from 'vitest';
import { NOW, startTestEngine, tempHome } from './engine-kit.ts';

it('the demo comes with owners, tags, pins, goals, names for conversions and notes, all of them its clients’ own', async () => {
  const { client } = await startTestEngine({ home: tempHome(), fixedNow: NOW });
  await client.workspace.enterDemo({});
  const names = await client.clients.names({});
  expect(names.length).toBeGreaterThan(20);
  // The last weeks of all clients come first; what people add is there once these have ended, however they did.
  for await (const { counts } of await client.imports.progress({})) if (counts.finishedToday >= 14) break;
  await client.imports.cancel({ importIds: null });
  await expect.poll(async () => (await client.clients.labels({})).owners.length, { timeout: 300_000 }).toBe(3);
  const range = { from: '2026-10-22', to: '2026-11-20' };
  const view = await client.clients.list({ range, compare: { from: '2026-09-22', to: '2026-10-21' }, platforms: null });
  expect(view.rows.every((row) => typeof row.owner === 'string')).toBe(true);
  expect(view.rows.filter((row) => row.pinned !== null)).toHaveLength(3);
  expect(view.rows.filter((row) => (row.tags ?? []).length > 0).length).toBeGreaterThan(4);
  await expect
    .poll(async () => (await client.clients.list({ range, compare: null, platforms: null })).business.length, {
      timeout: 300_000,
    })
    .toBeGreaterThan(1);
  const { rows } = await client.clients.list({ range, compare: null, platforms: null });
  const paces = rows.flatMap((row) => row.paces ?? []);
  expect(paces.length).toBeGreaterThan(4);
  expect(paces.filter((pace) => pace.pace !== null && pace.pace > 0.8 && pace.pace < 1.1).length).toBeGreaterThan(1);
  expect(
    rows.filter((row) =>
      row.totals.some((total) => Object.values(total.current.named ?? {}).some((count) => (count ?? 0) > 0)),
    ).length,
  ).toBeGreaterThan(2);
  // A name covers what both platforms count of it, not one of them alone.
  const profiles = await Promise.all(names.map(({ id }) => client.clients.profile({ clientId: id })));
  const sold = profiles.flatMap(({ conversions }) =>
    conversions.filter(({ name }) => name === 'Reservations' || name === 'Purchases'),
  );
  expect(sold.some(({ sources }) => new Set(sources.map(({ platform }) => platform)).size === 2)).toBe(true);
  const notes = await Promise.all(names.map(({ id }) => client.annotations.list({ clientId: id })));
  expect(notes.flat().length).toBe(names.length);
}, 300_000);
