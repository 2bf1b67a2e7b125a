import { Body, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { envelopeOf, listOf, type Page } from '../../../http/envelope.ts';
import { Refuses } from '../../../http/refuses.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import { Allow, CurrentCaller, type Caller } from '../../auth/auth.public.ts';
import { ApiIdempotent, IdempotencyKey } from '../../idempotency/idempotency.public.ts';
import type { Supplier } from '../data/suppliers.ts';
import { SupplierBook } from '../use/supplier-book.ts';
import {
  newSupplier,
  supplierPatch,
  supplierQuery,
  type NewSupplier,
  type SupplierPatch,
  type SupplierQuery,
} from './supplier-body.ts';
import { supplierView } from './views.ts';

@V1Controller('suppliers')
export class SuppliersController {
  readonly #book: SupplierBook;

  constructor(book: SupplierBook) {
    this.#book = book;
  }

  @Get()
  @Allow('suppliers:read')
  @ApiOperation({ operationId: 'listSuppliers', summary: 'Supplier records, oldest first' })
  @ApiOkResponse({ standardSchema: listOf(supplierView) })
  list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: supplierQuery }) query: SupplierQuery,
  ): Promise<Page<Supplier>> {
    return this.#book.list(caller, query);
  }

  @Post()
  @Allow('suppliers:manage')
  @ApiIdempotent()
  @Refuses('SUPPLIER_EXISTS', 'ORGANIZATION_UNKNOWN')
  @ApiOperation({ operationId: 'createSupplier', summary: 'Enter a supplier' })
  @ApiCreatedResponse({ standardSchema: envelopeOf(supplierView) })
  create(
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() key: string | undefined,
    @Body({ schema: newSupplier }) body: NewSupplier,
  ): Promise<Supplier> {
    return this.#book.create(caller, key, body);
  }

  @Get(':id')
  @Allow('suppliers:read')
  @Refuses('SUPPLIER_UNKNOWN')
  @ApiOperation({ operationId: 'getSupplier', summary: 'A supplier, by UUID or your number' })
  @ApiOkResponse({ standardSchema: envelopeOf(supplierView) })
  get(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<Supplier> {
    return this.#book.find(caller, id);
  }

  @Patch(':id')
  @Allow('suppliers:manage')
  @Refuses('SUPPLIER_UNKNOWN', 'SUPPLIER_EXISTS', 'ORGANIZATION_UNKNOWN')
  @ApiOperation({ operationId: 'updateSupplier', summary: 'Change a supplier record' })
  @ApiOkResponse({ standardSchema: envelopeOf(supplierView) })
  update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: supplierPatch }) body: SupplierPatch,
  ): Promise<Supplier> {
    return this.#book.update(caller, id, body);
  }

  @Delete(':id')
  @Allow('suppliers:manage')
  @Refuses('SUPPLIER_UNKNOWN')
  @ApiOperation({ operationId: 'archiveSupplier', summary: 'Put a record away; it stays readable' })
  @ApiOkResponse({ standardSchema: envelopeOf(supplierView) })
  archive(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<Supplier> {
    return this.#book.archive(caller, id);
  }
}
