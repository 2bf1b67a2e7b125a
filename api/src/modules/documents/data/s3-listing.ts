/** An object of a bucket; `writtenAt` in Unix milliseconds, to the second. */
export type S3Object = { key: string; writtenAt: number };

const LIST = /^\s*(<\?xml[^>]*\?>)?\s*<ListBucketResult[\s>]/;

/**
 * What an answer to ListObjectsV2 lists, whatever the order of its elements. Our own keys need no XML
 * parser: hexadecimal digits, dashes and slashes are never escaped. Undefined when it is another
 * document, or lists anything else.
 */
export function listedObjects(xml: string): S3Object[] | undefined {
  if (!LIST.test(xml)) return undefined;
  const objects = xml
    .split('<Contents>')
    .slice(1)
    .map((object) => ({
      key: /<Key>(documents\/[0-9a-f/-]+)<\/Key>/.exec(object)?.[1] ?? '',
      writtenAt: Date.parse(/<LastModified>([^<]+)<\/LastModified>/.exec(object)?.[1] ?? ''),
    }));
  return objects.every(({ key, writtenAt }) => key !== '' && writtenAt > 0) ? objects : undefined;
}
