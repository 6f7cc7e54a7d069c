import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OWN_HEADER, placeOf } from './browser-guard.ts';

/**
 * One browser host per workspace folder. The running one leaves a note in the folder, readable by its owner only: its port and a secret.
 * A second start asks the first, by that secret, for a fresh link and shows it; being able to read the note is the proof of being the
 * same person. The note is gone after a clean end; one left by a crash is recognised because nobody answers at its port.
 */
const NOTE = 'browser-host.json';
/** Nobody there is known at once; only a host on a machine that is hard at work needs longer, and must not be taken for dead. */
const ANSWER_WITHIN_MS = 15_000;
/** A note is written in one go; a reader that comes in between finds it incomplete for an instant. */
const READ_AGAIN_MS = 25;
const READ_TIMES = 40;

type Note = { pid: number; port: number; secret: string };

export type Claim =
  /** We are the one. `release` removes the note if it is still ours. */
  { kind: 'first'; release(): void } | { kind: 'second'; url: string };

export const newControlSecret = (): string => randomBytes(32).toString('base64url');

/** A link of the host that already serves this folder, or null. */
export async function linkOfRunningHost(home: string): Promise<string | null> {
  const note = await readNote(home);
  return note === null ? null : askForLink(note);
}

/**
 * Claims the folder for a host that already listens on `port`. Of any number of starts at the same time exactly one becomes the first.
 * A folder that cannot be written is no reason not to start: the page will say what is wrong with it.
 */
export async function claimHome(home: string, port: number, secret: string): Promise<Claim> {
  const path = join(home, NOTE);
  const text = JSON.stringify({ pid: process.pid, port, secret } satisfies Note);
  for (let round = 0; round < 20; round += 1) {
    try {
      mkdirSync(home, { recursive: true, mode: 0o700 });
      writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
      return { kind: 'first', release: () => removeNote(path, text) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return { kind: 'first', release: () => undefined };
    }
    const before = rawNote(path);
    const url = await linkOfRunningHost(home);
    if (url !== null) return { kind: 'second', url };
    // Left by a crash. Only what was found dead is removed, not a note that somebody else wrote meanwhile.
    if (before !== null) removeNote(path, before);
  }
  return { kind: 'first', release: () => undefined };
}

function removeNote(path: string, text: string): void {
  try {
    if (rawNote(path) === text) rmSync(path, { force: true });
  } catch {
    // The folder became unwritable; a dead note does no harm.
  }
}

function rawNote(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

async function readNote(home: string): Promise<Note | null> {
  for (let time = 0; time < READ_TIMES; time += 1) {
    const text = rawNote(join(home, NOTE));
    if (text === null) return null;
    try {
      const note = JSON.parse(text) as Partial<Note>;
      const { pid, port, secret } = note;
      if (typeof pid === 'number' && typeof secret === 'string' && Number.isInteger(port))
        return { pid, port: Number(port), secret };
      return null;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, READ_AGAIN_MS));
    }
  }
  return null;
}

async function askForLink(note: Note): Promise<string | null> {
  const { origin } = placeOf(note.port);
  try {
    const response = await fetch(`${origin}/link`, {
      method: 'POST',
      headers: { origin, [OWN_HEADER]: '1', authorization: `Bearer ${note.secret}` },
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (response.status !== 200) return null;
    const { url } = (await response.json()) as { url?: unknown };
    return typeof url === 'string' && url.startsWith('http://127.0.0.1:') ? url : null;
  } catch {
    return null;
  }
}
