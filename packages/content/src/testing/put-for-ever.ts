import { createContentStore } from '../create-content-store.ts';

/** Puts the blocks 0, 1, 2, … of 64 KiB into the folder named on the command line until killed. */
const [, , path = ''] = process.argv;
const store = await createContentStore({ path });
for (let i = 0; ; i += 1) {
  const bytes = new Uint8Array(65_536);
  new DataView(bytes.buffer).setUint32(0, i);
  await store.put(bytes, 'raw');
  if (i === 10) process.stdout.write('going\n');
}
