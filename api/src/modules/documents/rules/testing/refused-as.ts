import { LunaError } from '@luna/runtime';
import { inspectUpload } from '../inspect-upload.ts';

/** The code with which a file is refused; `accepted` when it is not. Any other error passes through. */
export async function refusedAs(
  bytes: Uint8Array,
  mediaType: string,
  name = 'file',
): Promise<string> {
  try {
    await inspectUpload(bytes, { mediaType, name });
    return 'accepted';
  } catch (error) {
    if (error instanceof LunaError) return error.code;
    throw error;
  }
}
