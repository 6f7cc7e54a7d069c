import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { type EngineLink, type EngineLinkSettings, isOpenable, startEngine } from '../../src/main/hosts/engine-link.ts';
import type { EngineOptions } from '../../src/main/kernel/engine-protocol.ts';
import { clientOver, recordingHost, type TinyClient, tinyEngine, tinyOptions } from './tiny.ts';

const links: EngineLink[] = [];
afterEach(async () => {
  await Promise.all(links.splice(0).map((link) => link.stop()));
});

function start(options: Partial<EngineOptions> = {}, settings: EngineLinkSettings = {}) {
  const host = recordingHost();
  const link = startEngine(tinyOptions(options), host, {
    worker: tinyEngine,
    restartDelaysMs: [1, 1],
    stopDeadlineMs: 5_000,
    ...settings,
  });
  links.push(link);
  return { link, host };
}

/** A client of the running engine: connects again while the crash before it is still being reported. */
async function reach(link: EngineLink): Promise<TinyClient> {
  for (;;) {
    const client = clientOver(link.connect());
    try {
      await client.echo({ value: 1 });
      return client;
    } catch {
      // The port was closed with the engine that crashed.
    }
  }
}

describe('the engine link', () => {
  it('serves clients that connected before the engine was ready, each on a port of its own', async () => {
    const { link } = start();
    const [first, second] = [clientOver(link.connect()), clientOver(link.connect())];
    expect(await first.echo({ value: 'ąę "\u{1F600}" ‮' })).toEqual({ value: 'ąę "\u{1F600}" ‮' });
    expect(await second.echo({ value: [null, 1.5, '9007199254740993'] })).toEqual({
      value: [null, 1.5, '9007199254740993'],
    });
    await link.ready;
  });

  it('hands events on and answers host calls, refusing addresses that must not be opened', async () => {
    const { link, host } = start({ endpointOverrides: { metaLogin: 'http://127.0.0.1:9' } });
    const client = clientOver(link.connect());
    link.event('wake');
    link.event('offline');
    expect(await client.events({})).toEqual(['wake', 'offline']);
    expect(await client.open({ url: 'https://www.example.com/a' })).toEqual({ ok: true, error: null });
    expect(await client.open({ url: 'http://127.0.0.1:9/dialog' })).toEqual({ ok: true, error: null });
    expect((await client.open({ url: 'file:///etc/passwd' })).ok).toBe(false);
    expect(host.opened).toEqual(['https://www.example.com/a', 'http://127.0.0.1:9/dialog']);
  });

  it('hands commands on, and tells the state of the machine again to an engine that was started again', async () => {
    const { link } = start();
    const client = clientOver(link.connect());
    link.conditions({ online: true, onBattery: false, batteryPercent: null, metered: false });
    link.conditions({ online: true, onBattery: true, batteryPercent: 71, metered: false });
    link.command('pause_hour');
    const now = 'conditions {"online":true,"onBattery":true,"batteryPercent":71,"metered":false}';
    expect((await client.events({})).slice(1)).toEqual([now, 'command pause_hour']);
    await expect(client.die({})).rejects.toThrow();
    expect(await (await reach(link)).events({})).toEqual([now]);
  });

  it('tells the engine why a page could not be opened', async () => {
    const host = { ...recordingHost(), openExternal: () => Promise.reject(new Error('There is no browser here.')) };
    const link = startEngine(tinyOptions(), host, { worker: tinyEngine });
    links.push(link);
    const answer = await clientOver(link.connect()).open({ url: 'https://example.com/' });
    expect(answer).toEqual({ ok: false, error: 'There is no browser here.' });
  });

  it('ends pending calls and streams when the engine crashes, closes the ports, and serves again after the restart', async () => {
    const { link, host } = start();
    const port = link.connect();
    const client = clientOver(port);
    const stream = await client.ticks({});
    expect((await stream.next()).value).toEqual({ revision: 1 });
    const pending = expect(client.hang({})).rejects.toThrow();
    const next = expect(stream.next()).rejects.toThrow();
    const closed = once(port, 'close');
    const dying = expect(client.die({})).rejects.toThrow();
    await Promise.all([pending, next, closed, dying]);
    expect(await (await reach(link)).echo({ value: 2 })).toEqual({ value: 2 });
    expect(host.lines).toContain('The engine stopped unexpectedly; starting it again.');
  });

  it('gives up after its restarts, says so in a sentence, and closes ports given out later', async () => {
    const { link } = start();
    for (let time = 0; time < 3; time += 1) await expect((await reach(link)).die({})).rejects.toThrow();
    const end = await link.ended;
    expect(end).toMatchObject({ kind: 'failed', sentence: expect.stringMatching(/stopped 3 times in a row/) });
    const late = link.connect();
    await once(late, 'close');
  });

  it('gives a healthy engine its restarts back', async () => {
    const { link } = start({}, { healthyAfterMs: 0 });
    for (let time = 0; time < 5; time += 1) {
      const client = await reach(link);
      // The link's own timer of 0 ms was set before this one, so it has fired by then.
      await new Promise((resolve) => setTimeout(resolve, 1));
      await expect(client.die({})).rejects.toThrow();
    }
    expect(await (await reach(link)).echo({ value: 'alive' })).toEqual({ value: 'alive' });
  });

  it('reports an engine that cannot start after one more try', async () => {
    const { link, host } = start({ version: 'broken' });
    await expect(link.ready).rejects.toThrow('made of cheese');
    expect(await link.ended).toMatchObject({ kind: 'failed', sentence: expect.stringContaining('could not start') });
    expect(host.lines.filter((line) => line.includes('starting it again'))).toHaveLength(1);
  });

  it('stops politely, once, and closes the clients', async () => {
    const { link } = start();
    const port = link.connect();
    await clientOver(port).echo({ value: 1 });
    const closed = once(port, 'close');
    const [one, two] = await Promise.all([link.stop(), link.stop()]);
    expect([one, two]).toEqual([{ kind: 'stopped' }, { kind: 'stopped' }]);
    await closed;
    await once(link.connect(), 'close');
  });

  it('cuts off an engine that does not stop', async () => {
    const { link, host } = start({ version: 'deaf' }, { stopDeadlineMs: 300 });
    await link.ready;
    expect(await link.stop()).toEqual({ kind: 'unclean' });
    expect(host.lines).toContain('stop was ignored');
  });

  it('tells the engine when a client is gone, so that its streams end', async () => {
    const { link } = start();
    const watcher = clientOver(link.connect());
    const port = link.connect();
    const stream = await clientOver(port).ticks({});
    await stream.next();
    expect(await watcher.openStreams({})).toEqual({ open: 1 });
    port.close();
    await expect.poll(() => watcher.openStreams({}), { timeout: 300_000 }).toEqual({ open: 0 });
  });
});

describe('addresses that may be opened', () => {
  const none = { endpointOverrides: {} };
  const local = { endpointOverrides: { googleAuth: 'http://127.0.0.1:1' } };
  it.each([
    ['https://www.facebook.com/v26.0/dialog/oauth?x=1', none],
    ['http://127.0.0.1:4000/o/oauth2', local],
    ['http://[::1]:4000/o/oauth2', local],
  ])('opens %s', (url, options) => expect(isOpenable(url, options)).toBe(true));
  it.each([
    ['http://127.0.0.1:4000/', none],
    ['http://example.com/', local],
    ['http://127.0.0.1.nip.io/', local],
    ['https://a@example.com/', none],
    ['https://example.com\\@evil.com/', none],
    ['https://example.com/\nfile:', none],
    ['java\nscript:alert(1)', none],
    ['javascript:alert(1)', none],
    ['data:text/html,x', none],
    ['file:///etc/passwd', none],
    ['ms-msdt:/id', none],
    ['search-ms:query', none],
    ['//example.com', none],
    ['', none],
    ['https://', none],
  ])('refuses %j', (url, options) => expect(isOpenable(url, options)).toBe(false));
});
