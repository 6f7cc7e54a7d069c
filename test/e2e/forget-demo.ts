import { rmSync } from 'node:fs';
import { sharedDemo } from './demo.ts';

/** After all browser tests: the demo workspace they shared goes. The workers were children of this process. */
export default function forgetDemo(): void {
  rmSync(sharedDemo(process.pid), { recursive: true, force: true });
}
