import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ClientImport } from '../../src/contract/imports.ts';
import { NOW } from '../renderer/fixture-data.ts';
import { clientImport as sample, connection, importRun, problem } from './samples.ts';
import { look, openStage, type Scene } from './stage.ts';

// A browser on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let stage: Awaited<ReturnType<typeof openStage>>;
let scene: Scene;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => scene.close());

const at = (ms: number): string => new Date(Date.parse(NOW) + ms).toISOString();
const callsTo = (name: string) => scene.state.calls.filter((call) => call.name === name);
/** An import of the fixture's client 'Epoca' in its screen /client/client-2. */
const epoca = (over: Partial<ClientImport> = {}): ClientImport =>
  sample({ clientId: 'client-2', client: 'Epoca', startedAt: at(-9000), ...over });
const finished = { finishedAt: NOW, records: { new: 20, changed: 4, unchanged: 600, setAside: 0 } } as const;
const strip = (kind: string) => scene.page.locator(`[data-import-strip="${kind}"]`).first();

describe('the strip on a client’s screen', () => {
  test('one click imports; progress never goes back; the end says what came', async () => {
    scene = await stage.scene('/client/client-2', (settled) => {
      // That it goes by itself is the next test's; here it may not go while it is looked at.
      settled.settings.keepMessages = true;
    });
    const { page, state, push } = scene;
    const button = page.getByRole('button', { name: 'Import Latest Data', exact: true });
    await button.hover();
    await page.getByText(/Will read .* 28 days the platform may still change/).waitFor();
    await look(scene, 'import-plan');
    await button.click();
    expect(callsTo('imports.start').map((call) => call.input)).toEqual([
      { clientIds: ['client-2'], platforms: null, range: null },
    ]);
    state.imports = [epoca({ percent: 50, campaigns: [{ platform: 'meta', found: 12 }] })];
    push();
    await strip('importing').getByText('Syncing Meta Ads... 50%').first().waitFor();
    await page.getByRole('button', { name: 'Importing...' }).first().waitFor();
    expect(await page.getByRole('button', { name: 'Importing...' }).first().isDisabled()).toBe(true);
    await page.mouse.move(600, 780);
    await look(scene, 'strip-importing', { within: '[data-import-strip]' });
    const chart = await page.locator('.recharts-surface').first().elementHandle();
    if (chart === null) throw new Error('There is no chart.');
    const redrawn = await chart.evaluateHandle((element) => {
      const marks: Node[] = [];
      const watch = new MutationObserver((changes) => marks.push(...changes.map((change) => change.target)));
      watch.observe(element, { subtree: true, childList: true, attributes: true });
      return marks;
    });
    state.imports = [epoca({ percent: 35 })];
    push();
    state.imports = [epoca({ percent: 35, step: 'Storing data' })];
    push();
    await strip('importing').getByText('Storing data... 50%').first().waitFor();
    // A step of an import is no figure: the chart is not drawn anew.
    expect(await redrawn.evaluate((marks) => marks.length)).toBe(0);
    expect(await strip('importing').getByRole('progressbar').getAttribute('aria-valuenow')).toBe('50');

    state.imports = [epoca({ status: 'succeeded', ...finished, campaigns: [{ platform: 'meta', found: 12 }] })];
    push();
    const done = strip('complete').getByRole('region', { name: 'Import' });
    await done.getByText('Import complete! 24 records imported').waitFor();
    await done.getByText('12 campaigns synced from Meta Ads').waitFor();
    await done.hover();
    await look(scene, 'strip-complete', { within: '[data-import-strip]' });
  });

  test('a success goes after three seconds, but not under the pointer or with the focus inside', async () => {
    scene = await stage.scene(
      '/client/client-2',
      (running) => {
        running.imports = [epoca({ percent: 50 })];
      },
      { clock: true },
    );
    const { page, state, push } = scene;
    await strip('importing').getByText(/50%/).first().waitFor();
    // Only the test moves the clock: no pause between two of its steps counts.
    await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 60_000);
    state.imports = [epoca({ status: 'succeeded', ...finished })];
    push();
    const message = strip('complete').getByRole('region', { name: 'Import' });
    const shown = async (): Promise<boolean> => {
      await page.clock.runFor(20);
      return message.isVisible();
    };
    await expect.poll(shown).toBe(true);
    await message.hover();
    await page.clock.fastForward(10_000);
    expect(await message.isVisible()).toBe(true);
    await message.getByRole('button', { name: 'Dismiss' }).focus();
    await page.mouse.move(600, 780);
    await page.clock.fastForward(10_000);
    expect(await message.isVisible()).toBe(true);
    await page.locator('main').focus();
    await page.clock.fastForward(2_000);
    expect(await message.isVisible()).toBe(true);
    await page.clock.fastForward(1_100);
    await page.clock.resume();
    await message.waitFor({ state: 'detached' });
  });

  test('messages stay when the person wants them to', async () => {
    scene = await stage.scene('/client/client-2', (state) => {
      state.settings.keepMessages = true;
      state.imports = [epoca({ status: 'succeeded', finishedAt: NOW })];
    });
    const { page } = scene;
    await strip('up_to_date').getByText('Already up to date · checked just now').first().waitFor();
    await look(scene, 'strip-up-to-date', { within: '[data-import-strip]' });
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await strip('ready').waitFor({ state: 'attached' });
  });

  test.each([
    ['queued', epoca({ status: 'queued', position: 3, percent: 0 }), 'Waiting, 3rd in line'],
    [
      'waiting',
      epoca({ status: 'waiting', retryAt: at(250_000) }),
      /Meta Ads asked us to wait — resumes in 04:\d\d \(its limit, not yours\)/,
    ],
    ['cancelled', epoca({ status: 'cancelled', finishedAt: NOW }), 'Import cancelled. What was already read is kept.'],
    [
      'failed',
      epoca({ status: 'failed', finishedAt: NOW, problem: problem(), connectionId: 'c1' }),
      'Import failed. Meta sign-in expired.',
    ],
  ] as const)('%s', async (kind, current, text) => {
    scene = await stage.scene('/client/client-2', (state) => {
      state.settings.keepMessages = true;
      // The place in line follows from who else is in it.
      const before = ['a', 'b'].map((id) => epoca({ id, clientId: id, status: 'queued', percent: 0 }));
      state.imports = kind === 'queued' ? [...before, current] : [current];
    });
    await strip(kind).getByRole('region', { name: 'Import' }).getByText(text).waitFor();
    await look(scene, `strip-${kind}`, { within: '[data-import-strip]' });
  });

  test('partial names the platform that failed, and Retry asks only for it', async () => {
    scene = await stage.scene('/client/client-2', (state) => {
      state.imports = [
        epoca({
          status: 'partial',
          platforms: ['meta', 'google'],
          runIds: ['r1', 'r2'],
          finishedAt: NOW,
          problem: problem({ sentence: 'Google Ads did not answer.', fix: 'retry' }),
        }),
      ];
      state.history = [
        importRun({ id: 'r1', clientId: 'client-2' }),
        importRun({
          id: 'r2',
          clientId: 'client-2',
          platform: 'google',
          status: 'failed',
          problem: problem({ sentence: 'Google Ads did not answer.' }),
        }),
      ];
    });
    const { page } = scene;
    await strip('partial').getByRole('region', { name: 'Import' }).getByText('Meta in, Google failed').waitFor();
    await look(scene, 'strip-partial', { within: '[data-import-strip]' });
    await page.getByRole('button', { name: 'Retry', exact: true }).click();
    await expect.poll(() => callsTo('imports.retry').map((call) => call.input)).toEqual([{ runId: 'r2' }]);
    await page.getByRole('button', { name: 'View log' }).click();
    await page.getByRole('dialog', { name: 'Import of Epoca' }).waitFor();
  });

  test('a failure stays, and its button leads to the very sign-in', async () => {
    scene = await stage.scene('/client/client-2', (state) => {
      state.imports = [epoca({ status: 'failed', finishedAt: at(-7_200_000), problem: problem(), connectionId: 'c1' })];
      state.connections = [connection({ id: 'c1', state: 'expired' })];
    });
    await strip('failed').getByRole('button', { name: 'Sign in again' }).click();
    await scene.page.getByRole('dialog', { name: 'Sign in to Meta Ads again' }).waitFor();
    expect(scene.page.url()).toContain('#/connections');
  });

  test('a chosen range is checked, its plan shown, then sent', async () => {
    scene = await stage.scene('/client/client-2');
    const { page } = scene;
    await page.getByRole('button', { name: 'Import Latest Data: other ranges' }).click();
    await page.getByRole('menuitem', { name: 'Other days…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import a range of days' });
    await dialog.getByLabel('First day').fill('2026-09-20');
    await dialog.getByLabel('Last day').fill('2026-09-10');
    await dialog.getByRole('button', { name: 'Import these days' }).click();
    await dialog.getByText('The range ends before it begins: swap the two days.').waitFor();
    expect(callsTo('imports.start')).toHaveLength(0);
    await dialog.getByLabel('First day').fill('2026-09-01');
    await dialog.getByText(/Will read .*the days you chose/).waitFor();
    await look(scene, 'import-range');
    await dialog.getByRole('button', { name: 'Import these days' }).click();
    await expect
      .poll(() => callsTo('imports.start').map((call) => call.input))
      .toEqual([{ clientIds: ['client-2'], platforms: null, range: { from: '2026-09-01', to: '2026-09-10' } }]);
  });

  test('a start the engine refuses is said with its sentence', async () => {
    scene = await stage.scene('/client/client-2', (state) => {
      state.refuse['imports.start'] = {
        code: 'NOT_FOUND',
        message: 'That client has no ad account to import. Assign one first.',
        data: { what: 'ad account' },
      };
    });
    await scene.page.getByRole('button', { name: 'Import Latest Data', exact: true }).click();
    await scene.page.getByText('That client has no ad account to import. Assign one first.').first().waitFor();
  });
});

describe('Imports & history', () => {
  const runs = [
    importRun({ id: 'r1', clientId: 'client-2', finishedAt: at(-120_000) }),
    importRun({
      id: 'r2',
      clientId: 'client-3',
      client: 'Belmonte Hotel',
      platform: 'google',
      trigger: 'scheduled',
      finishedAt: at(-21_600_000),
    }),
    importRun({
      id: 'r3',
      clientId: 'client-0',
      client: 'Hotel XYZ',
      status: 'failed',
      records: { new: 0, changed: 0, unchanged: 0, setAside: 0 },
      campaignsFound: null,
      finishedAt: at(-172_800_000),
      durationMs: 420,
      problem: problem({ sentence: 'Meta sign-in expired. Saved data is still here.' }),
    }),
    importRun({
      id: 'r4',
      clientId: 'client-4',
      client: '<script>alert(1)</script>',
      status: 'partial',
      records: { new: 9, changed: 0, unchanged: 1, setAside: 2 },
    }),
    importRun({
      id: 'r5',
      clientId: 'client-5',
      client: 'Grundstücksverwaltungsgesellschaft Oberösterreich-Niederbayern mbH',
      status: 'cancelled',
    }),
  ];

  test('what is going on and what was', async () => {
    scene = await stage.scene('/imports', (state) => {
      state.imports = [
        epoca({ campaigns: [{ platform: 'meta', found: 12 }] }),
        epoca({
          id: 'w',
          client: 'Belmonte Hotel',
          clientId: 'client-3',
          platforms: ['google'],
          status: 'waiting',
          retryAt: at(250_000),
        }),
        ...Array.from({ length: 40 }, (_, index) =>
          epoca({
            id: `q${index}`,
            client: `Client ${index + 1}`,
            clientId: `x${index}`,
            status: 'queued',
            position: index + 1,
            startedAt: null,
          }),
        ),
      ];
      state.history = [importRun({ id: 'r0', client: 'Epoca', status: 'running', finishedAt: null }), ...runs];
    });
    const { page } = scene;
    await page.getByText('Running 1 · Waiting 41').waitFor();
    await page.getByText('and 34 more in line').waitFor();
    await page.getByText('24 records', { exact: true }).first().waitFor();
    // What is under way is told once: above, not in the history.
    expect(await page.locator('tbody tr').count()).toBe(runs.length);
    await look(scene, 'imports');
    await page.getByRole('button', { name: 'Cancel the import of Epoca' }).click();
    await expect.poll(() => callsTo('imports.cancel').map((call) => call.input)).toEqual([{ importIds: ['imp_1'] }]);
    await page.getByRole('button', { name: 'Cancel all' }).click();
    await expect.poll(() => callsTo('imports.cancel').at(-1)?.input).toEqual({ importIds: null });
  });

  test('failures carry their sentence, fix, Retry and log', async () => {
    scene = await stage.scene('/imports', (state) => {
      state.history = runs;
    });
    const { page } = scene;
    await page.getByText('Meta sign-in expired. Saved data is still here.').waitFor();
    await look(scene, 'imports-history');
    await page.getByRole('button', { name: 'Retry the import of Hotel XYZ' }).click();
    await expect.poll(() => callsTo('imports.retry').map((call) => call.input)).toEqual([{ runId: 'r3' }]);
    await page.getByRole('button', { name: 'Log of the import of Hotel XYZ' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import of Hotel XYZ' });
    await dialog.getByText('Looking up ad account').waitFor();
    await look(scene, 'imports-log');
    await dialog.getByRole('tab', { name: 'Steps (2)' }).click();
    await dialog.getByRole('cell', { name: '312' }).waitFor();
    await look(scene, 'imports-steps');
    await dialog.getByRole('tab', { name: 'Rows set aside (1)' }).click();
    await dialog.getByText('Spend is not a number.').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  test('filters by result and by client, and loads older runs on request', async () => {
    scene = await stage.scene('/imports', (state) => {
      state.history = [
        ...runs,
        ...Array.from({ length: 70 }, (_, index) =>
          importRun({ id: `old${index}`, clientId: 'client-2', finishedAt: at(-300_000_000 - index) }),
        ),
      ];
    });
    const { page } = scene;
    await page.getByRole('button', { name: 'Load more' }).click();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(75);
    await page.getByRole('combobox', { name: 'Result' }).click();
    await page.getByRole('option', { name: 'Failed' }).click();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    await page.getByRole('combobox', { name: 'Client', exact: true }).click();
    await page.getByRole('option', { name: 'Epoca' }).click();
    await page.waitForURL(/client=client-2/);
    await page.getByText('No imports match 2 filters.').waitFor();
    await look(scene, 'imports-no-match');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(75);
  });

  test('before the first import, and when the history cannot be read', async () => {
    scene = await stage.scene('/imports');
    await scene.page.getByText('Nothing has been imported yet.').waitFor();
    await look(scene, 'imports-empty');
    await scene.close();
    scene = await stage.scene('/imports', (state) => {
      state.refuse['imports.history'] = {
        code: 'INTERNAL',
        message: 'Something went wrong inside Tidemark.',
        data: { incidentId: 'x' },
      };
    });
    await scene.page.getByText('Could not load the history').waitFor();
    await look(scene, 'imports-error');
  });
});

describe('settings', () => {
  test('take effect at once and are kept', async () => {
    scene = await stage.scene('/settings');
    const { page } = scene;
    await look(scene, 'settings');
    await page.getByRole('button', { name: 'Dark' }).click();
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    await expect.poll(() => callsTo('settings.set').map((call) => call.input)).toEqual([{ theme: 'dark' }]);
    await page.getByRole('combobox', { name: 'Formats' }).click();
    await page.getByRole('option', { name: 'Polish (Poland)' }).click();
    await page.getByText('31 mar 2026').waitFor();
    // The query cache tells its readers a turn later; check() would look within the same turn.
    await page.getByLabel('Keep messages until closed').click();
    await expect.poll(() => page.getByLabel('Keep messages until closed').isChecked()).toBe(true);
    await expect.poll(() => scene.state.settings).toMatchObject({ theme: 'dark', locale: 'pl-PL', keepMessages: true });
  });

  test('one that cannot be saved goes back and says why', async () => {
    scene = await stage.scene('/settings', (state) => {
      state.refuse['settings.set'] = {
        code: 'WORKSPACE_UNAVAILABLE',
        message: 'The disk is full. Free some space and try again.',
        data: { code: 'disk_full' },
      };
    });
    const { page } = scene;
    await page.getByRole('button', { name: 'Compact' }).click();
    await page.getByText('The disk is full. Free some space and try again.').first().waitFor();
    await expect
      .poll(() => page.getByRole('button', { name: 'Comfortable' }).getAttribute('aria-pressed'))
      .toBe('true');
  });

  test('checks name what is wrong and its fix', async () => {
    scene = await stage.scene('/settings', (state) => {
      state.doctor = [
        { check: 'Workspace', ok: true, finding: 'Opened, integrity checked, 120 MB.', fix: null },
        {
          check: 'Keychain',
          ok: false,
          finding: 'No keychain answers on this computer.',
          fix: 'Choose a passphrase in Connections.',
        },
      ];
    });
    const { page } = scene;
    await page.getByRole('button', { name: 'Run checks' }).click();
    await page.getByText('1 of 2 checks found something.').waitFor();
    await page.getByText('Choose a passphrase in Connections.').waitFor();
    await page.getByText('No keychain answers').scrollIntoViewIfNeeded();
    await look(scene, 'settings-diagnostics');
  });

  test('leaving the demo asks first, says what is deleted, and goes home', async () => {
    scene = await stage.scene('/settings', (state) => Object.assign(state.workspace, { kind: 'demo' }));
    const { page } = scene;
    await page.getByRole('button', { name: 'Leave demo' }).click();
    const dialog = page.getByRole('dialog', { name: 'Leave the demo?' });
    await dialog.getByText('The demo data is deleted. Your own data and sign-ins are not touched.').waitFor();
    await look(scene, 'settings-leave-demo');
    await dialog.getByRole('button', { name: 'Leave demo' }).click();
    await page.waitForURL(/#\/welcome/);
  });
});
