export { createBlobStore } from './data/create-blob-store.ts';
export { documentsFor, listDocuments } from './data/documents.ts';
export { DocumentsModule } from './documents.module.ts';
export { DocumentFiles, type StoredFile } from './use/document-files.ts';
export { scannerCheck } from './scanner-check.ts';
export { sweepDocuments } from './use/sweep-documents.ts';
