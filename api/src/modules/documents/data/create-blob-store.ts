import { required, type Config } from '@luna/runtime';
import type { BlobStore } from './blob-store.ts';
import { diskBlobStore } from './disk-blob-store.ts';
import { s3BlobStore } from './s3-blob-store.ts';

/** The store the settings name: a bucket where there is S3_ENDPOINT, else a folder. Throws CONFIG_MISSING. */
export function createBlobStore(config: Config): BlobStore {
  if (config.S3_ENDPOINT === undefined) return diskBlobStore(config.paths.documents);
  return s3BlobStore({
    endpoint: config.S3_ENDPOINT,
    region: config.S3_REGION,
    bucket: required(config, 'S3_BUCKET'),
    accessKey: required(config, 'S3_ACCESS_KEY'),
    secretKey: required(config, 'S3_SECRET_KEY'),
  });
}
