import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { NOW } from '../renderer/fixture-data.ts';
import type { FlowState } from './flow-engine.ts';
import { adAccount, connection, problem } from './samples.ts';
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

const DAY = 86_400_000;
const later = (ms: number): string => new Date(Date.parse(NOW) + ms).toISOString();
const callsTo = (name: string) => scene.state.calls.filter((call) => call.name === name);

const accounts = (state: FlowState): void => {
  state.accounts = [
    adAccount({
      platform: 'google',
      adAccountId: '9000000001',
      name: 'Agency manager',
      manager: true,
      suggestedClient: '',
    }),
    adAccount({
      platform: 'google',
      adAccountId: '1234567890',
      name: 'Kawiarnia Łódź – Śródmieście',
      currency: 'PLN',
      timezone: 'Europe/Warsaw',
      managerPath: ['9000000001'],
      suggestedClient: 'Kawiarnia Łódź',
    }),
    adAccount({
      platform: 'google',
      adAccountId: '2234567890',
      name: 'Epoca San Diego',
      managerPath: ['9000000001'],
      suggestedClient: 'Epoca',
    }),
    adAccount({
      platform: 'google',
      adAccountId: '3234567890',
      name: 'Nordlicht Reisen',
      currency: 'EUR',
      timezone: 'Europe/Berlin',
      status: 'disabled',
      suggestedClient: 'Nordlicht Reisen',
    }),
    adAccount({
      platform: 'google',
      adAccountId: '4234567890',
      name: 'Belmonte',
      client: 'Belmonte Hotel',
      clientId: 'client-3',
    }),
    adAccount({
      platform: 'google',
      adAccountId: '5234567890',
      name: 'Old shop',
      status: 'no_access',
      suggestedClient: 'Old shop',
    }),
    adAccount({ platform: 'google', adAccountId: '6234567890', name: '<script>alert(1)</script>', status: 'closed' }),
  ];
};

describe('the first window', () => {
  test('promises, offers two ways and needs no sign-up', async () => {
    scene = await stage.scene('/', (state) => Object.assign(state.workspace, { clients: 0, connections: 0 }));
    const { page } = scene;
    await page.getByRole('heading', { name: "See your clients' ads in one place, even offline." }).waitFor();
    await page.getByText('Sign-ins go to your system keychain.').waitFor();
    await look(scene, 'welcome');
    await page.getByRole('button', { name: 'Connect an account' }).click();
    await look(scene, 'welcome-connect');
    await page.getByRole('button', { name: 'Connect Google Ads' }).click();
    await page.getByRole('dialog', { name: 'Connect Google Ads' }).waitFor();
  });

  test('the demo is two clicks away and lands on Clients as soon as one has data', async () => {
    scene = await stage.scene('/', (state) => {
      Object.assign(state.workspace, { clients: 0, connections: 0 });
    });
    const { page, state, push } = scene;
    const running = Array.from({ length: 4 }, (_, index) => ({
      id: `i${index}`,
      clientId: `client-${index}`,
      client: `Client ${index}`,
      platforms: ['meta' as const],
      status: 'running' as const,
      position: null,
      percent: 30,
      step: 'Syncing Meta Ads',
      records: { new: 0, changed: 0, unchanged: 0, setAside: 0 },
      campaigns: [],
      retryAt: null,
      startedAt: NOW,
      finishedAt: null,
      problem: null,
      connectionId: null,
      runIds: [`r${index}`],
    }));
    state.imports = running;
    await page.getByRole('button', { name: 'Explore demo data' }).click();
    await page.getByText('Importing 24 demo clients… 30%').waitFor();
    await look(scene, 'welcome-demo');
    state.imports = [{ ...running[0]!, status: 'succeeded', finishedAt: NOW }, ...running.slice(1)];
    push();
    await page.waitForURL(/#\/clients/);
  });

  test('a demo that cannot start says why and offers Retry', async () => {
    scene = await stage.scene('/', (state) => {
      Object.assign(state.workspace, { clients: 0, connections: 0 });
      state.refuse['workspace.enterDemo'] = {
        code: 'WORKSPACE_UNAVAILABLE',
        message: 'The disk is full. Free 200 MB and try again.',
        data: { code: 'disk_full' },
      };
    });
    const { page } = scene;
    await page.getByRole('button', { name: 'Explore demo data' }).click();
    await page.getByText('The disk is full. Free 200 MB and try again.').waitFor();
    await page.getByRole('button', { name: 'Retry' }).waitFor();
    await look(scene, 'welcome-demo-failed');
  });
});

describe('connections', () => {
  test('each sign-in says its state, broken ones first', async () => {
    scene = await stage.scene('/connections', (state) => {
      state.connections = [
        connection({
          id: 'c1',
          label: 'anna@agency.example',
          platform: 'google',
          expiresAt: null,
          lastCheckedAt: later(-3_600_000),
        }),
        connection({
          id: 'c2',
          label: 'Reporting system user',
          kind: 'system user token',
          state: 'expiring',
          expiresAt: later(6.5 * DAY),
        }),
        connection({
          id: 'c3',
          state: 'expired',
          expiresAt: later(-3 * DAY),
          problem: problem({ sentence: 'Meta sign-in expired on 29 September. Saved data is still here.' }),
        }),
      ];
    });
    const { page } = scene;
    await page.getByText('Sign-in expired', { exact: true }).waitFor();
    await page.getByText('Expires in 6 days').waitFor();
    expect(
      await page
        .locator('[data-connection]')
        .evaluateAll((cards) => cards.map((card) => card.getAttribute('data-connection'))),
    ).toEqual(['expired', 'expiring', 'connected']);
    await look(scene, 'connections');
  });

  test('without any, one sentence and the two platforms', async () => {
    scene = await stage.scene('/connections');
    await scene.page.getByText('No ad platform is connected yet.').waitFor();
    await look(scene, 'connections-empty');
  });

  test('disconnecting asks in the design’s words and then does it', async () => {
    scene = await stage.scene('/connections', (state) => {
      state.connections = [connection()];
      state.accounts = [
        adAccount({ client: 'A', clientId: 'a' }),
        adAccount({ adAccountId: '2', client: 'B', clientId: 'b' }),
      ];
    });
    const { page } = scene;
    await page.getByRole('button', { name: 'Disconnect' }).click();
    const dialog = page.getByRole('dialog', { name: 'Disconnect Meta for 2 clients?' });
    await dialog.getByText('Imports stop. Saved data stays until you delete it. Your ads keep running.').waitFor();
    await look(scene, 'connections-disconnect');
    await dialog.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByText('No ad platform is connected yet.').waitFor();
    expect(callsTo('connections.remove')).toHaveLength(1);
  });

  test('sign-ins kept for this run only: a passphrase keeps them', async () => {
    scene = await stage.scene('/connections', (state) => {
      state.connections = [connection()];
      state.workspace.secretStore = { kind: 'memory', locked: false, sentence: null };
    });
    const { page } = scene;
    await look(scene, 'connections-memory');
    await page.getByRole('button', { name: 'Choose a passphrase' }).click();
    const dialog = page.getByRole('dialog', { name: 'Choose a passphrase' });
    await dialog.getByLabel('Passphrase', { exact: true }).fill('correct horse');
    await dialog.getByLabel('Passphrase again').fill('correct house');
    await dialog.getByRole('button', { name: 'Keep sign-ins' }).click();
    await dialog.getByText('The two do not match.').waitFor();
    await look(scene, 'connections-passphrase');
    await dialog.getByLabel('Passphrase again').fill('correct horse');
    await dialog.getByRole('button', { name: 'Keep sign-ins' }).click();
    await page.getByText('Sign-ins are now kept under your passphrase').waitFor();
    expect(callsTo('workspace.unlock')).toHaveLength(1);
  });

  test('a wrong passphrase is said at the field, which keeps its text', async () => {
    scene = await stage.scene('/connections', (state) => {
      state.connections = [connection({ state: 'locked' })];
      state.workspace.secretStore = { kind: 'passphrase', locked: true, sentence: null };
      state.refuse['workspace.unlock'] = {
        code: 'SECRETS_UNAVAILABLE',
        message: 'That passphrase does not open the vault.',
        data: { code: 'wrong_passphrase' },
      };
    });
    const { page } = scene;
    await page.getByRole('button', { name: 'Unlock' }).click();
    const dialog = page.getByRole('dialog', { name: 'Unlock sign-ins' });
    await dialog.getByLabel('Passphrase').fill('wrong horse');
    await dialog.getByRole('button', { name: 'Unlock' }).click();
    await dialog.getByText('That passphrase does not open the vault.').waitFor();
    expect(await dialog.getByLabel('Passphrase').inputValue()).toBe('wrong horse');
    await look(scene, 'connections-unlock-wrong');
  });
});

describe('signing in', () => {
  test('missing fields are said at once, inline, and nothing is sent', async () => {
    scene = await stage.scene('/connections');
    const { page } = scene;
    await page.getByRole('button', { name: 'Connect Meta Ads' }).click();
    await look(scene, 'connect-form');
    await page.getByRole('button', { name: 'Continue in browser' }).click();
    await page.getByText('Enter the App ID.').waitFor();
    await page.getByText('Enter the App secret.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-connect-field'))).toBe('appId');
    await look(scene, 'connect-form-invalid');
    expect(callsTo('connections.beginLogin')).toHaveLength(0);
  });

  test('a pasted token the platform refuses is explained and stays in the field', async () => {
    scene = await stage.scene('/connections', (state) => {
      state.refuse['connections.addPasted'] = {
        code: 'PLATFORM_REFUSED',
        message: 'This token may not read ads: it lacks ads_read. Generate it again with that permission.',
        data: { code: 'missing_scope', kind: 'permanent', retryAt: null },
      };
    });
    const { page } = scene;
    await page.getByRole('button', { name: 'Connect Meta Ads' }).click();
    await page.getByRole('tab', { name: 'Paste a token' }).click();
    await page.getByLabel('System user token').fill('EAAB');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('it lacks ads_read').waitFor();
    expect(await page.getByLabel('System user token').inputValue()).toBe('EAAB');
    await look(scene, 'connect-paste-refused');
  });

  test('browser login: waiting, then the picker, then the first import, then Clients', async () => {
    scene = await stage.scene('/connections', accounts);
    const { page, state, push } = scene;
    await page.getByRole('button', { name: 'Connect Google Ads' }).click();
    await page.getByLabel('Client ID').fill('123.apps.example');
    await page.getByRole('button', { name: 'Continue in browser' }).click();
    await page.getByText('Waiting for your browser…').waitFor();
    await page.getByText(/^[45]:\d\d left$/).waitFor();
    await page.getByText('If no page opened, open it yourself:').waitFor();
    const link = page.getByRole('link', { name: 'Open the sign-in page' });
    expect(await link.getAttribute('target')).toBe('_blank');
    expect(await link.getAttribute('rel')).toContain('noopener');
    await look(scene, 'connect-waiting');
    state.connections = [connection({ id: 'con_new', platform: 'google', label: 'anna@agency.example' })];
    state.login = { ...state.login, status: 'connected', connectionId: 'con_new' };
    push();

    const picker = page.getByRole('dialog', { name: 'Choose Google Ads accounts' });
    await picker.getByText('7 accounts').waitFor();
    await look(scene, 'picker');
    expect(await picker.getByRole('checkbox', { name: /Agency manager|Old shop/ }).count()).toBe(0);
    await picker.getByLabel('Search accounts by name, ID or client').fill('lodz');
    await picker.getByText('1 of 7 accounts').waitFor();
    await picker.getByLabel('Search accounts by name, ID or client').fill('nothing like it');
    await picker.getByText('No accounts match "nothing like it".').waitFor();
    await picker.getByLabel('Search accounts by name, ID or client').fill('');
    await picker.getByRole('button', { name: 'Select all active (2)' }).click();
    await picker.getByLabel('Client for Epoca San Diego').fill('');
    await picker.getByRole('button', { name: 'Import 2 accounts' }).click();
    await picker.getByText('Enter a client name.').waitFor();
    await look(scene, 'picker-invalid');
    expect(callsTo('adAccounts.assign')).toHaveLength(0);
    await picker.getByLabel('Client for Epoca San Diego').fill('Epoca');
    await picker.getByRole('button', { name: 'Import 2 accounts' }).click();
    await page.waitForURL(/#\/clients/);
    expect(callsTo('adAccounts.assign').map((call) => call.input)).toEqual([
      {
        assignments: [
          { platform: 'google', adAccountId: '2234567890', client: 'Epoca' },
          { platform: 'google', adAccountId: '1234567890', client: 'Kawiarnia Łódź' },
        ],
      },
    ]);
    expect(callsTo('imports.start').map((call) => call.input)).toEqual([
      { clientIds: ['client-Kawiarnia Łódź', 'client-Epoca'], platforms: ['google'], range: null },
    ]);
    expect(scene.errors).toEqual([]);
  });

  test.each([
    ['cancelled', 'Sign-in cancelled'],
    ['expired', 'The sign-in took too long'],
    ['failed', 'This person has no ad accounts with read permission.'],
  ] as const)('a login that is %s says so and can be tried again', async (status, text) => {
    scene = await stage.scene('/connections');
    const { page, state, push } = scene;
    await page.getByRole('button', { name: 'Connect Google Ads' }).click();
    await page.getByLabel('Client ID').fill('123.apps.example');
    await page.getByRole('button', { name: 'Continue in browser' }).click();
    await page.getByText('Waiting for your browser…').waitFor();
    state.login = {
      ...state.login,
      status,
      problem: status === 'failed' ? problem({ sentence: text, fix: 'check_access' }) : null,
    };
    push();
    await page.getByText(text).waitFor();
    await look(scene, `connect-${status}`);
    await page.getByRole('button', { name: 'Try again' }).click();
    expect(await page.getByLabel('Client ID').inputValue()).toBe('123.apps.example');
  });

  test('signing in again keeps the connection and its app, and offers the import', async () => {
    scene = await stage.scene('/connections?signIn=c3', (state) => {
      state.connections = [connection({ id: 'c3', state: 'expired' })];
      state.accounts = [adAccount({ connectionId: 'c3', client: 'Epoca', clientId: 'client-2' })];
    });
    const { page, state, push } = scene;
    await page.getByRole('dialog', { name: 'Sign in to Meta Ads again' }).waitFor();
    await look(scene, 'connect-again');
    await page.getByRole('button', { name: 'Continue in browser' }).click();
    await page.getByText('Waiting for your browser…').waitFor();
    expect(callsTo('connections.beginLogin').map((call) => call.input)).toEqual([
      { platform: 'meta', app: {}, connectionId: 'c3' },
    ]);
    state.connections = [connection({ id: 'c3' })];
    state.login = { ...state.login, status: 'connected', connectionId: 'c3' };
    push();
    await page.getByRole('button', { name: 'Import now' }).click();
    await expect
      .poll(() => callsTo('imports.start').map((call) => call.input))
      .toEqual([{ clientIds: ['client-2'], platforms: null, range: null }]);
  });

  test('a sign-in that opens no ad account says whom to ask', async () => {
    scene = await stage.scene('/connections', (state) => {
      state.connections = [connection()];
    });
    const { page } = scene;
    await page.getByRole('button', { name: 'Choose accounts' }).click();
    await page.getByText('No ad accounts found.').waitFor();
    await look(scene, 'picker-empty');
  });

  test('an account is taken from its client at once and given back by Undo', async () => {
    scene = await stage.scene('/connections', (state) => {
      accounts(state);
      state.connections = [connection({ platform: 'google' })];
    });
    const { page } = scene;
    await page.getByRole('button', { name: 'Choose accounts' }).click();
    await page.getByRole('button', { name: 'Take Belmonte from Belmonte Hotel' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect
      .poll(() => callsTo('adAccounts.assign').map((call) => call.input))
      .toEqual([
        { assignments: [{ platform: 'google', adAccountId: '4234567890', client: null }] },
        { assignments: [{ platform: 'google', adAccountId: '4234567890', client: 'Belmonte Hotel' }] },
      ]);
  });
});
