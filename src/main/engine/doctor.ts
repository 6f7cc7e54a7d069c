import { existsSync, statfsSync } from 'node:fs';
import type { Problem } from '../../contract/primitives.ts';
import type { WorkspaceState } from '../../contract/workspace.ts';
import type { Runtime } from './runtime.ts';

export type Finding = { check: string; ok: boolean; finding: string; fix: string | null };

/** What stands in the way of working, one line each, with what to do about it. Asks no platform. */
export async function examineWorkspace({
  runtime,
  kind,
  home,
  problem,
}: {
  runtime: Runtime | null;
  kind: WorkspaceState['kind'];
  home: string;
  problem: Problem | null;
}): Promise<Finding[]> {
  const findings = [
    finding('Runtime', true, `Node ${process.versions.node}, SQLite ready, ${process.platform} ${process.arch}`, null),
    runtime
      ? finding('Workspace', true, `${kind === 'demo' ? 'demo workspace' : 'workspace'} in ${home}`, null)
      : finding('Workspace', false, problem?.sentence ?? 'not open', 'Follow the sentence above; nothing was changed.'),
    diskFinding(home),
  ];
  if (runtime) {
    const secrets = await runtime.secrets.state();
    const persistent = secrets.kind !== 'memory' && !secrets.locked;
    findings.push(
      finding(
        'Sign-ins',
        // Without a sign-in to lose, no keychain is a remark and not a fault.
        persistent || runtime.counts().connections === 0,
        kind === 'demo'
          ? 'demo sign-ins, made up and worth nothing'
          : secrets.locked
            ? (secrets.sentence ?? 'locked')
            : secrets.kind === 'keychain'
              ? 'kept in the system keychain'
              : secrets.kind === 'passphrase'
                ? 'kept in a vault under your passphrase'
                : (secrets.sentence ?? 'kept for this run only'),
        persistent ? null : 'Unlock the system keychain, or set TIDEMARK_PASSPHRASE for a passphrase vault.',
      ),
    );
    for (const connection of await runtime.connections.list()) {
      const good = connection.state === 'connected' || connection.state === 'expiring';
      findings.push(
        finding(
          `Connection ${connection.label}`,
          good,
          connection.state,
          good ? null : (connection.problem?.sentence ?? 'Sign in again.'),
        ),
      );
    }
  }
  return findings;
}

function finding(check: string, ok: boolean, text: string, fix: string | null): Finding {
  return { check, ok, finding: text, fix };
}

/** Decimal, as file managers and Data health write it: '412 MB', '78.2 GB'. */
function sizeOf(bytes: number): string {
  const [value, unit] = bytes < 1e9 ? [bytes / 1e6, 'MB'] : bytes < 1e12 ? [bytes / 1e9, 'GB'] : [bytes / 1e12, 'TB'];
  return `${value.toFixed(value >= 100 ? 0 : 1)} ${unit}`;
}

function diskFinding(home: string): Finding {
  const enough = 500 * 1024 * 1024;
  try {
    const { bavail, bsize } = statfsSync(existsSync(home) ? home : '.');
    const free = bavail * bsize;
    return finding(
      'Disk',
      free > enough,
      `${sizeOf(free)} free`,
      free > enough ? null : 'Free some space: imports stop when the disk is full.',
    );
  } catch {
    return finding('Disk', true, 'free space not told by this system', null);
  }
}
