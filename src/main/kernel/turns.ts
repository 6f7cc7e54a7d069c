const inLine: (() => void)[] = [];

function next(): void {
  inLine.shift()?.();
  // Asked for before the step that was just let in has run: the loop looks for messages of readers first.
  if (inLine.length > 0) setImmediate(next);
}

/**
 * The turn of one step of long work, at most one per round of the event loop. Work that merely waits for `setImmediate` is let in all
 * together: six imports storing side by side then keep a reader waiting for six steps instead of one.
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    inLine.push(resolve);
    if (inLine.length === 1) setImmediate(next);
  });
}
