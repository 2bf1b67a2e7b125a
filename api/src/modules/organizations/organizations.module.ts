import { Module } from '@nestjs/common';
import { OrganizationsController } from './http/organizations.controller.ts';
import { InvitationsController, UsersController } from './http/people.controller.ts';
import { SuppliersController } from './http/suppliers.controller.ts';
import { Invitations } from './use/invitations.ts';
import { OrganizationDesk } from './use/organization-desk.ts';
import { People } from './use/people.ts';
import { SupplierBook } from './use/supplier-book.ts';

@Module({
  controllers: [
    OrganizationsController,
    UsersController,
    InvitationsController,
    SuppliersController,
  ],
  providers: [OrganizationDesk, People, Invitations, SupplierBook],
})
export class OrganizationsModule {}
