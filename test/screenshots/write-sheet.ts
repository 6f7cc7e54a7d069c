import { join } from 'node:path';
import { writeSheet } from './sheet.ts';
import { folder } from './folder.ts';

process.stdout.write(`${writeSheet()} pictures: ${join(folder, 'index.html')}\n`);
