import { describe, expect, it } from 'vitest';
import type { ClientsView } from '../../src/contract/dashboards.ts';
import { localDay } from '../../src/main/domain/days.ts';
import { createFirstView, firstViewInput } from '../../src/main/engine/first-view.ts';
import { manualClock } from '../../src/main/kernel/clock.ts';
import { openStore } from '../../src/main/store/open.ts';
import { inputOf } from '../../src/renderer/ui/view-state.ts';
import { MIGRATIONS, NOW, startTestEngine, tempHome } from './engine-kit.ts';

const TODAY = '2026-11-21';
const EMPTY: ClientsView = { rows: [], totals: [], business: [], asOf: null };
const input = firstViewInput(TODAY);

/** A view that was begun, with how often it read and a clock to move. */
function begun(answer: () => Promise<ClientsView> = () => Promise.resolve(EMPTY)) {
  let elapsed = 0;
  let reads = 0;
  const view = createFirstView(() => elapsed);
  view.begin({ clients: () => ((reads += 1), answer()) }, TODAY);
  return { view, reads: () => reads, wait: (ms: number) => (elapsed += ms) };
}

describe('the portfolio read before it is asked for', () => {
  it.each(['2026-11-21', '2026-03-01', '2024-03-01'])(
    'is what a page without any words in its address asks, on %s',
    (day) => {
      expect(firstViewInput(day)).toEqual({ ...inputOf({}, day, false), clientId: null });
    },
  );

  it('is given once, to its own question', async () => {
    const { view, reads } = begun();
    for (const other of [
      { ...input, platforms: ['meta' as const] },
      { ...input, clientId: '7' },
      { ...input, compare: null },
      { ...input, asKnownOn: '2026-11-01' },
      { ...input, clientSafe: true },
      firstViewInput('2026-11-20'),
    ])
      expect(view.take(other)).toBeNull();
    await expect(view.take(input)).resolves.toBe(EMPTY);
    expect(view.take(input)).toBeNull();
    expect(reads()).toBe(1);
  });

  it('is forgotten when the data moves, and when nobody came for it', () => {
    const moved = begun();
    moved.view.drop();
    expect(moved.view.take(input)).toBeNull();
    const late = begun();
    late.wait(10_001);
    expect(late.view.take(input)).toBeNull();
  });

  it('that failed is forgotten: whoever asks reads anew', async () => {
    const { view } = begun(() => Promise.reject(new Error('The disk is gone')));
    await new Promise((resolve) => setImmediate(resolve));
    expect(view.take(input)).toBeNull();
  });

  it('never hides a change made before the first question', async () => {
    const home = tempHome();
    const store = openStore({ home, migrationsFolder: MIGRATIONS, clock: manualClock(NOW) });
    store.db.prepare(`INSERT INTO client (id, name, name_key, created_at) VALUES (1, 'Old', 'old', 0)`).run();
    store.close();
    const { client } = await startTestEngine({ home, fixedNow: NOW });
    const question = firstViewInput(localDay(NOW));
    // The reader answers in order: after any answer of its own the view is there.
    await client.storage.forecast({});
    await client.clients.rename({ clientId: '1', name: 'New' });
    expect((await client.clients.list(question)).rows.map((row) => row.name)).toEqual(['New']);
    expect((await client.clients.list(question)).rows.map((row) => row.name)).toEqual(['New']);
  });
});
