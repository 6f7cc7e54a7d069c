import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { importRun, problem } from './samples.ts';
import { look, openStage, type Scene } from './stage.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let stage: Awaited<ReturnType<typeof openStage>>;
let scene: Scene;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => scene.close());

const callsTo = (name: string) => scene.state.calls.filter((call) => call.name === name);
const lastCall = (name: string) => callsTo(name).at(-1)?.input;

describe('schedules', () => {
  test('the default on top, a row per client; a switch is set at once and undone', async () => {
    scene = await stage.scene('/schedules');
    const { page, state } = scene;
    await page.getByRole('heading', { name: 'Default: Daily at 03:00 · All platforms' }).waitFor();
    await page.getByText(/If this computer sleeps or Tidemark is closed at that time/).waitFor();
    await page.getByText('Every 6 hours, from 03:00').waitFor();
    await page.getByText('Sign in first').waitFor();
    await look(scene, 'schedules', { within: 'main' });
    const epoca = page.getByRole('switch', { name: 'Import Epoca automatically' });
    await epoca.click();
    expect(lastCall('schedules.set')).toEqual({ clients: ['client-2'], change: { enabled: false } });
    await page.getByRole('row', { name: /Epoca/ }).getByText('Own').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    // It had no rule of its own: undoing gives it none.
    await vi.waitFor(() => expect(lastCall('schedules.reset')).toEqual({ clients: ['client-2'] }), { timeout: 60_000 });
    await vi.waitFor(async () => expect(await epoca.getAttribute('aria-checked')).toBe('true'), { timeout: 60_000 });
    expect(state.operations.schedules.clients[0]?.inherited).toBe(true);
  });

  test('a change the engine refuses goes back, with the reason', async () => {
    scene = await stage.scene('/schedules', (state) => {
      state.refuse['schedules.set'] = {
        code: 'WORKSPACE_UNAVAILABLE',
        message: 'Not enough disk space.',
        data: { code: 'FULL' },
      };
    });
    const { page } = scene;
    const epoca = page.getByRole('switch', { name: 'Import Epoca automatically' });
    await epoca.click();
    await page.getByText('Not enough disk space.').first().waitFor();
    expect(await epoca.getAttribute('aria-checked')).toBe('true');
  });

  test('by keyboard alone: a row opens its rule, only what was touched is saved', async () => {
    scene = await stage.scene('/schedules');
    const { page } = scene;
    await page.getByRole('grid').getByRole('columnheader').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Schedule of Epoca' });
    await dialog.waitFor();
    await look(scene, 'schedule-edit', { within: '[role=dialog]' });
    await dialog.getByLabel('Time').fill('02:00');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(lastCall('schedules.set')).toEqual({ clients: ['client-2'], change: { atMinute: 120 } });
  });

  test('several at once: what differs is left as it is', async () => {
    scene = await stage.scene('/schedules');
    const { page } = scene;
    await page.getByRole('checkbox', { name: 'Select Epoca' }).click();
    await page.getByRole('checkbox', { name: 'Select Restaurant ABC' }).click();
    await page.getByRole('button', { name: 'Edit selected' }).click();
    const dialog = page.getByRole('dialog', { name: 'Schedules of 2 clients' });
    await dialog.getByText('Different now: leave').waitFor();
    await dialog.getByRole('checkbox', { name: 'Google Ads' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    expect(lastCall('schedules.set')).toEqual({
      clients: expect.arrayContaining(['client-1', 'client-2']),
      change: { platforms: ['meta'] },
    });
  });

  test('paused for an hour and resumed', async () => {
    scene = await stage.scene('/schedules');
    const { page } = scene;
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('menuitem', { name: 'For an hour' }).click();
    await page.getByText(/Paused until today/).waitFor();
    await page.getByText(/2 ad accounts are due and waiting/).waitFor();
    expect(lastCall('schedules.pause')).toEqual({ for: 'hour' });
    await look(scene, 'schedules-paused', { within: 'main' });
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText(/Paused until/).waitFor({ state: 'detached' });
  });

  test('no client yet: one sentence and the next step', async () => {
    scene = await stage.scene('/schedules', (state) => {
      state.operations.schedules = { ...state.operations.schedules, clients: [] };
      state.refuse['workspace.enterDemo'] = {
        code: 'INTERNAL',
        message: 'Something went wrong inside Tidemark.',
        data: { incidentId: 'x' },
      };
    });
    await scene.page.getByText('Nothing is imported automatically yet.').waitFor();
    await scene.page.getByRole('link', { name: 'Connect an account' }).waitFor();
    const demo = scene.page.getByRole('button', { name: 'Explore demo data' });
    await demo.click();
    await scene.page.getByRole('region', { name: 'Notifications' }).getByText('The demo could not start').waitFor();
    scene.state.refuse = {};
    await demo.click();
    await scene.page.waitForURL(/#\/clients/);
    expect(lastCall('workspace.enterDemo')).toEqual({});
  });
});

describe('alerts', () => {
  test('critical first with its way out; dismissed at once, counted in the sidebar, undone', async () => {
    scene = await stage.scene('/alerts');
    const { page } = scene;
    const items = page.getByRole('list', { name: 'Alerts' }).getByRole('listitem');
    await items.first().getByText('Meta Ads sign-in expired', { exact: true }).waitFor();
    expect(
      await items
        .first()
        .getByRole('link', { name: /^Sign in again/ })
        .getAttribute('href'),
    ).toContain('signIn=c1');
    await page.getByRole('link', { name: /Alerts.*2 firing, 1 critical/ }).waitFor();
    await look(scene, 'alerts', { within: 'main' });
    await page.getByRole('button', { name: 'Dismiss: Figures of Epoca do not add up' }).click();
    await page.getByRole('link', { name: /Alerts.*1 firing, 1 critical/ }).waitFor();
    expect(await items.count()).toBe(1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await vi.waitFor(async () => expect(await items.count()).toBe(2), { timeout: 60_000 });
    expect(lastCall('alerts.undoDismiss')).toEqual({ id: 'a1' });
  });

  test('a refusal brings the alert back and says why', async () => {
    scene = await stage.scene('/alerts', (state) => {
      state.refuse['alerts.dismiss'] = {
        code: 'NOT_FOUND',
        message: 'There is no such alert any more.',
        data: { what: 'alert' },
      };
    });
    const { page } = scene;
    await page.getByRole('button', { name: 'Dismiss: Figures of Epoca do not add up' }).click();
    await page.getByText('There is no such alert any more.').first().waitFor();
    await page.getByRole('button', { name: 'Dismiss: Figures of Epoca do not add up' }).waitFor();
  });

  test('nothing fires; what is withheld says what to do', async () => {
    scene = await stage.scene('/alerts', (state) => {
      const [one] = state.operations.alerts;
      if (!one) throw new Error('There is no sample.');
      state.operations.alerts = [
        {
          ...one,
          kind: 'opt_in_needed',
          fix: 'check_access',
          title: 'Epoca: some figures are withheld',
          body: 'Its owner must accept the terms.',
          dismissedAt: one.firstAt,
        },
      ];
    });
    const { page } = scene;
    await page.getByText('Nothing needs you.').waitFor();
    await look(scene, 'alerts-empty', { within: 'main' });
    await page.getByRole('button', { name: 'Dismissed 1' }).click();
    await page.getByRole('button', { name: /^What to do/ }).click();
    await page.getByRole('dialog', { name: 'What to do' }).getByText('Its owner must accept the terms.').waitFor();
    await look(scene, 'alerts-opt-in', { within: '[role=dialog]' });
  });
});

describe('data health', () => {
  test('the last automated run, what failed, what is missing and what does not add up', async () => {
    scene = await stage.scene('/data-health');
    const { page } = scene;
    await page.getByText(/Last automated run: .* 6 updated · 8 already up to date · 1 failed/).waitFor();
    await page.getByText('Google Ads did not answer.').waitFor();
    const sums = page.getByRole('grid', { name: 'Figures that do not add up' });
    await sums.getByText('-USD 6.10').waitFor();
    expect(await sums.getByRole('link', { name: 'Epoca' }).getAttribute('href')).toMatch(
      /client-2\/campaigns\?.*2026-09-25_2026-09-25/,
    );
    const months = page.getByRole('grid', { name: 'Months by client' });
    await months.getByText('August 2026: some days are missing; 22 of 30 days are here', { exact: false }).waitFor();
    const [matrixTop, sumsTop] = await Promise.all(
      [months, sums].map(async (grid) => (await grid.boundingBox())?.y ?? 0),
    );
    expect(matrixTop).toBeLessThan(sumsTop ?? 0);
    expect(matrixTop).toBeLessThan(600);
    await page.getByText('1 import failed in the last 24 hours').waitFor();
    await look(scene, 'data-health', { within: 'main' });
    const which = page.getByRole('group', { name: 'Which figures' });
    await which.getByRole('button', { name: 'Resolved' }).click();
    await sums.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Retry 1 failed client' }).waitFor();
    const september = page
      .getByRole('list', { name: 'Months', exact: true })
      .getByRole('button', { name: /not complete: Hotel XYZ/ });
    await september.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Not complete in / }).waitFor();
    expect(await months.getByRole('row').count()).toBe(2);
    await page.getByRole('button', { name: /^Not complete in / }).click();
    await page.getByRole('button', { name: 'Retry 1 failed client' }).click();
    expect(lastCall('imports.start')).toEqual({ clientIds: ['client-0'], platforms: null, range: null });
  });

  test('older days: a dry run with its cost, then a job that can be cancelled', async () => {
    scene = await stage.scene('/data-health');
    const { page } = scene;
    await page.getByRole('button', { name: 'Fetch older days', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Fetch older days' });
    await dialog.getByText('Dry run: 30 requests, about 3 minutes: Meta Ads 30 for 1 ad account.').waitFor();
    await dialog.getByText('Meta Ads keeps 37 months.').waitFor();
    await look(scene, 'backfill', { within: '[role=dialog]' });
    expect(callsTo('backfill.start')).toEqual([]);
    await dialog.getByRole('checkbox', { name: /Read again what is here/ }).click();
    await dialog.getByRole('button', { name: 'Start' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(lastCall('backfill.start')).toEqual({
      clientIds: 'all',
      months: 3,
      platforms: null,
      datasets: 'routine',
      force: true,
    });
    await page.getByRole('progressbar', { name: 'Fetching older days' }).waitFor();
    await page.getByRole('button', { name: /^Cancel fetching/ }).click();
    await page.getByText('Cancelled').waitFor();
  });

  test('an export is compared: verdict, totals, lines with their cause; a spreadsheet is turned away before it is sent', async () => {
    scene = await stage.scene('/data-health?csv=client-2');
    const { page } = scene;
    const dialog = page.getByRole('dialog', { name: 'Compare with an export' });
    const file = dialog.getByLabel('CSV file');
    await file.setInputFiles({ name: 'export.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('PK') });
    await dialog.getByText('That is a spreadsheet. Export as CSV and choose that file.').waitFor();
    await file.setInputFiles({ name: 'export.csv', mimeType: 'text/csv', buffer: Buffer.from('Day,Spend\n') });
    await look(scene, 'compare', { within: '[role=dialog]' });
    await dialog.getByRole('button', { name: 'Compare', exact: true }).click();
    const result = page.getByRole('dialog', { name: 'export.csv against what is stored' });
    await result.getByText('Within 5%').waitFor();
    expect(lastCall('validation.compareCsv')).toEqual({
      clientId: 'client-2',
      fileName: 'export.csv',
      base64: Buffer.from('Day,Spend\n').toString('base64'),
    });
    await result.getByText('The export counts 28 days after a click.').waitFor();
    await look(scene, 'compare-result', { within: '[role=dialog]' });
    await result.getByRole('button', { name: 'Missing here 1' }).click();
    await result.getByText('This day was never read.').waitFor();
  });

  test('a file that cannot be read says why and can be changed', async () => {
    scene = await stage.scene('/data-health?csv=client-2', (state) => {
      state.refuse['validation.compareCsv'] = {
        code: 'BAD_INPUT',
        message: 'The file has no column with days.',
        data: { field: null },
      };
    });
    const { page } = scene;
    await page.getByLabel('CSV file').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('x') });
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await page.getByText('The file has no column with days.').waitFor();
    await page.getByRole('button', { name: 'Choose another file' }).waitFor();
  });

  test('nothing to look after yet; and a screen that could not be had offers Retry', async () => {
    scene = await stage.scene('/data-health', (state) => {
      state.operations.health = { months: ['2026-09'], rows: [], failed: [], lastAutomated: null };
    });
    await scene.page.getByText('There is no data to look after yet.').waitFor();
    await scene.page.getByRole('link', { name: 'Explore demo data' }).waitFor();
    await look(scene, 'data-health-empty', { within: 'main' });
    await scene.close();
    scene = await stage.scene('/data-health', (state) => {
      state.refuse['dataHealth.view'] = {
        code: 'INTERNAL',
        message: 'Something went wrong inside Tidemark.',
        data: { incidentId: 'x' },
      };
    });
    await scene.page.getByRole('alert').getByText('Something went wrong inside Tidemark.').waitFor();
    scene.state.refuse = {};
    await scene.page.getByRole('button', { name: 'Retry' }).click();
    await scene.page.getByText(/Last automated run/).waitFor();
  });
});

describe('an import in detail', () => {
  test('requests with their sums and waits; rows set aside are read again', async () => {
    scene = await stage.scene('/imports', (state) => {
      state.history = [importRun({ status: 'partial', problem: problem({ fix: 'retry' }) })];
    });
    const { page } = scene;
    await page.getByRole('button', { name: /^Log of/ }).click();
    await page.getByRole('tab', { name: 'Requests' }).click();
    await page
      .getByText(/2 requests, 1 failed, 18\.4 kB, .* on the wire; 640 rows .* Of the whole time 1 min 00 s was waiting/)
      .waitFor();
    await page.getByText('No answer within 30 s.').waitFor();
    await look(scene, 'inspector-requests', { within: '[role=dialog]' });
    await page.getByRole('tab', { name: /^Rows set aside/ }).click();
    await page.getByRole('button', { name: 'Replay' }).click();
    expect(lastCall('imports.replaySetAside')).toEqual({ runId: 'run_1' });
    await page.getByText('2 rows stored, 1 still set aside.').first().waitFor();
  });
});

describe('settings', () => {
  test('what runs and is told in the background is set in words, and taken back by key', async () => {
    scene = await stage.scene('/settings');
    const { page, state } = scene;
    await look(scene, 'settings', { within: 'main' });
    await page.getByRole('switch', { name: 'Finished imports' }).click();
    await vi.waitFor(() => expect(state.settings.notifications.finished).toBe(false), { timeout: 60_000 });
    await page.getByLabel('Quiet from').fill('21:30');
    await vi.waitFor(() => expect(state.settings.quietHours).toEqual({ from: 1290, to: 480 }), { timeout: 60_000 });
    await page.getByRole('combobox', { name: 'Older days of a new client' }).click();
    await page.getByRole('option', { name: '12 months' }).click();
    await vi.waitFor(() => expect(state.settings.newClientMonths).toBe(12), { timeout: 60_000 });
    await page.getByRole('heading', { name: 'Settings' }).focus();
    await page.keyboard.press('Control+z');
    await vi.waitFor(() => expect(state.settings.newClientMonths).toBe(3), { timeout: 60_000 });
  });
});
