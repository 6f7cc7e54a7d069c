import { expect, it } from 'vitest';
import { startSandboxWorker } from '../../src/main/engine/sandbox-worker.ts';

it(
  'servers of a demo that is left while something is asked of them leave nobody waiting',
  { timeout: 60_000 },
  async () => {
    const sandbox = await startSandboxWorker({ fixedNow: null });
    await sandbox.expireLogins();
    const closed = sandbox.close();
    await expect(sandbox.expireLogins()).rejects.toThrow('The demo was left.');
    await closed;
    await expect(sandbox.expireLogins()).rejects.toThrow('The demo was left.');
  },
);
