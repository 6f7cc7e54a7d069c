import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Refusal } from '../../../src/main/kernel/failure.ts';
import { PlatformError } from '../../../src/main/platforms/platform.ts';
import { adAccount, createFakePlatform, failure, type FakePlatform } from '../connections/fake-platform.ts';
import { openWorkspace, type Workspace } from '../connections/workspace.ts';

let workspace: Workspace;
let meta: FakePlatform;
let connectionId: string;

beforeEach(async () => {
  meta = createFakePlatform('meta');
  workspace = openWorkspace({ platforms: [meta, createFakePlatform('google')] });
  meta.answers.adAccounts = () => [
    adAccount('100', { name: 'Nordic Bikes - Meta' }),
    adAccount('200', {
      name: 'Bella Vista Ads',
      currency: 'PLN',
      timeZone: 'Europe/Warsaw',
      status: 'disabled',
      managerPath: ['900'],
    }),
    adAccount('900', { name: 'The agency', isManager: true }),
  ];
  connectionId = (await workspace.connections.addPasted({ platform: 'meta', app: {}, secret: 'a-long-enough-token' }))
    .id;
});
afterEach(() => workspace.remove());

const assign = (adAccountId: string, client: string | null) =>
  workspace.adAccounts.assign([{ platform: 'meta', adAccountId, client }]);
const refusal = (work: () => unknown): Refusal => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
};

test('lists what the picker shows', () => {
  expect(workspace.adAccounts.list(connectionId)).toEqual([
    expect.objectContaining({
      adAccountId: '200',
      currency: 'PLN',
      timezone: 'Europe/Warsaw',
      status: 'disabled',
      managerPath: ['900'],
      suggestedClient: 'Bella Vista',
    }),
    expect.objectContaining({
      adAccountId: '100',
      client: null,
      clientId: null,
      connectionId,
      suggestedClient: 'Nordic Bikes',
    }),
    expect.objectContaining({ adAccountId: '900', manager: true }),
  ]);
  expect(workspace.adAccounts.list('no-such-connection')).toEqual([]);
});

describe('assigning', () => {
  test.each(['100', 'act_100', 'ACT_100', '1-0-0', ' 100 '])('takes the id written %s', (id) => {
    expect(assign(id, 'Nordic Bikes')).toMatchObject([{ adAccountId: '100', client: 'Nordic Bikes' }]);
  });

  test('a client is made once, whatever the case and spaces', () => {
    workspace.adAccounts.assign([
      { platform: 'meta', adAccountId: '100', client: 'Żabka  Sklep' },
      { platform: 'meta', adAccountId: '200', client: ' żabka sklep ' },
    ]);
    expect(workspace.clients()).toMatchObject([{ name: 'Żabka Sklep' }]);
    expect(
      new Set(
        workspace.adAccounts
          .list(null)
          .filter(({ manager }) => !manager)
          .map(({ clientId }) => clientId),
      ).size,
    ).toBe(1);
  });

  test('moves between clients and away, and clients stay', () => {
    assign('100', 'One');
    assign('100', 'Two');
    expect(workspace.adAccounts.list(null).find(({ adAccountId }) => adAccountId === '100')).toMatchObject({
      client: 'Two',
      suggestedClient: 'Two',
    });
    expect(assign('100', null)).toMatchObject([{ client: null, clientId: null }]);
    expect(workspace.clients().map(({ name }) => name)).toEqual(['One', 'Two']);
  });

  test('a manager, an unknown id and an empty name are refused, and then nothing of the request is done', () => {
    const request = (adAccountId: string, client: string | null) => () =>
      workspace.adAccounts.assign([
        { platform: 'meta', adAccountId: '100', client: 'Nordic Bikes' },
        { platform: 'meta', adAccountId, client },
      ]);
    expect(refusal(request('900', 'X'))).toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('manager account'),
    });
    expect(refusal(request('404', 'X'))).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('meta:404'),
    });
    expect(refusal(request('200', ' \t'))).toMatchObject({ code: 'BAD_INPUT', data: { field: 'client' } });
    expect(
      refusal(() => workspace.adAccounts.assign([{ platform: 'google', adAccountId: '100', client: 'X' }])).code,
    ).toBe('NOT_FOUND');
    expect(workspace.clients()).toEqual([]);
    expect(workspace.adAccounts.list(null).every(({ client }) => client === null)).toBe(true);
  });

  test('quotes, emoji, right-to-left and SQL in a name are only a name', () => {
    for (const name of ["'; DROP TABLE client; --", '=cmd()', '"quoted"', 'مقهى', '🍕 Pizza', '<script>']) {
      expect(assign('100', name)).toMatchObject([{ client: name }]);
    }
  });
});

describe('refreshing', () => {
  test('new ones come, missing ones lose access and keep their client', async () => {
    assign('100', 'Nordic Bikes');
    meta.answers.adAccounts = () => [adAccount('200', { name: 'Bella Vista, renamed' }), adAccount('300')];
    const listed = await workspace.adAccounts.refresh(connectionId);
    expect(listed.map(({ adAccountId, name, status, client }) => [adAccountId, name, status, client])).toEqual(
      expect.arrayContaining([
        ['100', 'Nordic Bikes - Meta', 'no_access', 'Nordic Bikes'],
        ['200', 'Bella Vista, renamed', 'active', null],
        ['300', 'Account 300', 'active', null],
      ]),
    );
  });

  test('a listing that breaks off changes nothing; an ended sign-in is noted', async () => {
    meta.answers.adAccounts = () => {
      throw failure('transient', 'UNREACHABLE');
    };
    const before = workspace.adAccounts.list(null);
    await expect(workspace.adAccounts.refresh(connectionId)).rejects.toBeInstanceOf(PlatformError);
    expect(workspace.adAccounts.list(null)).toEqual(before);
    expect(await workspace.connections.list()).toMatchObject([{ state: 'connected' }]);
    meta.answers.adAccounts = () => {
      throw failure('reauthorize', 'TOKEN_EXPIRED', 'It has expired.');
    };
    await expect(workspace.adAccounts.refresh(connectionId)).rejects.toMatchObject({
      failure: { code: 'TOKEN_EXPIRED' },
    });
    expect(await workspace.connections.list()).toMatchObject([
      { state: 'expired', problem: { sentence: 'It has expired.' } },
    ]);
  });

  test('an unknown connection says so', async () => {
    await expect(workspace.adAccounts.refresh('nothing')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
