import type { Readable } from 'node:stream';

/** Where a command line reads and prints; tests hand in their own. */
export type Terminal = {
  stdin: Readable;
  out: (text: string) => void;
  err: (text: string) => void;
  env: NodeJS.ProcessEnv;
};

/** What a command hands back: the JSON document, the same for people, and the exit code. */
export type CommandResult = {
  json: unknown;
  text: string;
  exit?: number;
  /** The text is a file's content and goes out as it is. */
  raw?: boolean;
};
