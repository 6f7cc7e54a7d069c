import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fullJitter } from '../../src/main/kernel/backoff.ts';
import { sendHttp, TransportError } from '../../src/main/kernel/http.ts';
import { redactingLog } from '../../src/main/kernel/log.ts';
import { rememberSecret } from '../../src/main/kernel/redact.ts';

describe('full jitter', () => {
  it('twelve clients that failed together do not come back together', () => {
    for (const attempt of [1, 2, 3]) {
      const pauses = Array.from({ length: 1200 }, () => fullJitter(attempt, 1_000, 30_000, Math.random));
      const ceiling = 1_000 * 2 ** (attempt - 1);
      const tenths = Array.from({ length: 10 }, () => 0);
      for (const pause of pauses) tenths[Math.floor((pause / ceiling) * 10)]! += 1;
      // 120 expected in each tenth; six standard deviations are about 62.
      for (const count of tenths) expect(Math.abs(count - 120)).toBeLessThan(62);
    }
  });

  it('never passes its ceiling nor goes below nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, drawn) => {
          const pause = fullJitter(attempt, 1_000, 30_000, () => drawn);
          expect(pause).toBeGreaterThanOrEqual(0);
          expect(pause).toBeLessThan(30_000);
        },
      ),
    );
  });
});

describe('the log', () => {
  it('lets no secret through, however deep it lies', () => {
    rememberSecret('canary-log-secret-42');
    const lines: string[] = [];
    const log = redactingLog((line) => lines.push(JSON.stringify(line)));
    const nested = new Error('outer', { cause: new Error('inner canary-log-secret-42') });
    log('error', 'with canary-log-secret-42', { nested, deep: [{ a: { access_token: 'whatever' } }], big: 10n });
    expect(lines.join()).not.toContain('canary');
    expect(lines.join()).not.toContain('whatever');
    expect(lines.join()).toContain('inner [redacted]');
  });

  it('survives what cannot be written as JSON', () => {
    const lines: unknown[] = [];
    const log = redactingLog((line) => lines.push(line));
    const circle: Record<string, unknown> = { name: 'circle' };
    circle['self'] = circle;
    const error = new Error('of itself');
    error.cause = error;
    log('warn', 'a circle', circle);
    log('error', 'an error of itself', { error });
    expect(lines).toHaveLength(2);
  });
});

describe('one exchange', () => {
  async function server(answer: Parameters<typeof createServer>[1]): Promise<string> {
    const made = createServer(answer);
    await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      made.closeAllConnections();
      made.close();
    });
    return `http://127.0.0.1:${(made.address() as AddressInfo).port}/?access_token=canary-in-url-1234`;
  }
  const reason = async (
    url: string,
    timeoutMs: number,
    signal = new AbortController().signal,
  ): Promise<TransportError> => {
    const error: unknown = await sendHttp({ method: 'GET', url, timeoutMs, signal }).catch((cause: unknown) => cause);
    if (!(error instanceof TransportError)) throw error;
    expect(error.message).not.toContain('canary');
    return error;
  };

  it('tells time-out, abort, cut and no server apart, and follows no redirect', async () => {
    const silent = await server(() => undefined);
    expect((await reason(silent, 60)).reason).toBe('timeout');
    const controller = new AbortController();
    const aborted = reason(silent, 10_000, controller.signal);
    controller.abort();
    expect((await aborted).reason).toBe('aborted');
    const cut = await server((_request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => response.destroy());
    });
    expect((await reason(cut, 10_000)).reason).toBe('cut');
    let visited = false;
    const elsewhere = await server((_request, response) => {
      visited = true;
      response.end();
    });
    const moved = await server((_request, response) => response.writeHead(302, { location: elsewhere }).end());
    expect((await reason(moved, 10_000)).reason).toBe('unreachable');
    expect(visited).toBe(false);
    expect((await reason('http://127.0.0.1:1/', 10_000)).reason).toBe('unreachable');
  });
});
