import { Get, Header, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { envelopeOf, listOf, type Page } from '../../../http/envelope.ts';
import { FileForm, TakesFile, type ReadUpload } from '../../../http/multipart.ts';
import { Refuses } from '../../../http/refuses.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import {
  Allow,
  Anyone,
  CurrentCaller,
  OptionalCaller,
  type Caller,
} from '../../auth/auth.public.ts';
import { ApiIdempotent, IdempotencyKey } from '../../idempotency/idempotency.public.ts';
import { AttachDocument } from '../use/attach-document.ts';
import { DocumentQueries } from '../use/document-queries.ts';
import { PublishDocument } from '../use/publish-document.ts';
import { DOCUMENT_FIELDS } from './document-form.ts';
import {
  digest,
  documentQuery,
  documentReceipt,
  documentView,
  type DocumentQuery,
  type DocumentReceipt,
  type DocumentView,
} from './views.ts';

@V1Controller('passports', 'documents')
export class DocumentsController {
  readonly #attaching: AttachDocument;
  readonly #publishing: PublishDocument;
  readonly #queries: DocumentQueries;

  constructor(attaching: AttachDocument, publishing: PublishDocument, queries: DocumentQueries) {
    this.#attaching = attaching;
    this.#publishing = publishing;
    this.#queries = queries;
  }

  @Post(':id/documents')
  @Allow('passports:attach')
  @ApiIdempotent()
  @TakesFile(DOCUMENT_FIELDS)
  @Refuses(
    'DOCUMENT_EXISTS',
    'FILE_TYPE_MISMATCH',
    'FILE_TYPE_UNSUPPORTED',
    'FILE_POLYGLOT',
    'FILE_IMAGE_TOO_LARGE',
    'FILE_EMPTY',
    'FILE_NAME_INVALID',
    'FILE_INFECTED',
    'SCANNER_UNAVAILABLE',
    'CONTENT_UNAVAILABLE',
    'UPLOAD_BROKEN_OFF',
  )
  @ApiOperation({
    operationId: 'attachDocument',
    summary: 'Attach a photo or document: JPEG, PNG, WebP, PDF, text, CSV, JSON or STEP',
  })
  @ApiCreatedResponse({ standardSchema: envelopeOf(documentReceipt) })
  attach(
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() key: string | undefined,
    @Param('id') id: string,
    @FileForm() form: ReadUpload,
  ): Promise<DocumentReceipt> {
    return this.#attaching.attach(caller, key, id, form);
  }

  @Get(':id/documents')
  @Anyone()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'listDocuments',
    summary: 'Photos and documents of a passport that the reader may see, oldest first',
  })
  @ApiOkResponse({ standardSchema: listOf(documentView) })
  list(
    @OptionalCaller() caller: Caller | undefined,
    @Param('id') id: string,
    @Query({ schema: documentQuery }) query: DocumentQuery,
  ): Promise<Page<DocumentView>> {
    return this.#queries.list(caller, id, query);
  }

  @Post(':id/documents/:sha256/publish')
  @Allow('passports:publish')
  @ApiIdempotent()
  @Refuses(
    'DOCUMENT_NOT_FOUND',
    'DOCUMENT_PUBLIC',
    'CONTENT_UNAVAILABLE',
    'FILE_INFECTED',
    'SCANNER_UNAVAILABLE',
    'POSITION_CONFLICT',
  )
  @ApiOperation({
    operationId: 'publishDocument',
    summary: 'Make a restricted document public, for ever',
  })
  @ApiCreatedResponse({ standardSchema: envelopeOf(documentReceipt) })
  publish(
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() key: string | undefined,
    @Param('id') id: string,
    @Param('sha256', { schema: digest }) sha256: string,
  ): Promise<DocumentReceipt> {
    return this.#publishing.publish(caller, key, id, sha256);
  }
}
