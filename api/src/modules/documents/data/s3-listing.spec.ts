import { expect, it } from 'vitest';
import { listedObjects } from './s3-listing.ts';

/** From the reference of Amazon S3 (ListObjectsV2), with keys of ours. */
const page = (...keys: string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
  <Name>quotes</Name><Prefix>documents/ab</Prefix><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>
  ${keys
    .map(
      (key) => `<Contents>
    <Key>${key}</Key><LastModified>2009-10-12T17:50:30.000Z</LastModified>
    <ETag>"fba9dede5f27731c9771645a39863328"</ETag><Size>434234</Size><StorageClass>STANDARD</StorageClass>
  </Contents>`,
    )
    .join('')}
</ListBucketResult>`;

it('reads names and times', () => {
  const writtenAt = Date.UTC(2009, 9, 12, 17, 50, 30);
  const keys = ['documents/ab/c-1', 'documents/ab/c-2'];
  expect(listedObjects(page(...keys))).toEqual(keys.map((key) => ({ key, writtenAt })));
  expect(listedObjects(page())).toEqual([]);
  // As versitygw writes it.
  const other =
    '<ListBucketResult><Contents><ETag></ETag><LastModified>2009-10-12T17:50:30Z</LastModified><Key>documents/ab</Key></Contents></ListBucketResult>';
  expect(listedObjects(other)).toEqual([{ key: 'documents/ab', writtenAt }]);
});

it('is not mistaken about what it cannot read', () => {
  expect(listedObjects('<html>no list</html>')).toBeUndefined();
  expect(listedObjects(page('documents/ab/c', 'somebody/else&apos;s'))).toBeUndefined();
  expect(listedObjects(page('documents/ab/c').replace('2009-10', 'soon'))).toBeUndefined();
});
