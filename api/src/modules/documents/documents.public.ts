export { diskBlobStore } from './data/disk-blob-store.ts';
export { documentsFor, listDocuments } from './data/documents.ts';
export { DocumentsModule } from './documents.module.ts';
export { DocumentFiles, type StoredFile } from './use/document-files.ts';
export { scannerCheck } from './scanner-check.ts';
export { sweepDocuments } from './use/sweep-documents.ts';
