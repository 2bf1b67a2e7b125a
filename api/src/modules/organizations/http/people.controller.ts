import { Body, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
} from '@nestjs/swagger';
import { z } from 'zod';
import { envelopeOf } from '../../../http/envelope.ts';
import { Refuses } from '../../../http/refuses.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import { Allow, CurrentCaller, SignedIn, type Caller } from '../../auth/auth.public.ts';
import type { Invitation } from '../data/invitations.ts';
import { Invitations } from '../use/invitations.ts';
import { People } from '../use/people.ts';
import {
  invitationToken,
  newInvitation,
  rolePatch,
  type InvitationToken,
  type NewInvitation,
  type RolePatch,
} from './people-body.ts';
import { invitationView, userView, type UserView } from './views.ts';

const uuid = z.uuid();

/** Who belongs to the caller's organisation. */
@V1Controller('users')
export class UsersController {
  readonly #people: People;

  constructor(people: People) {
    this.#people = people;
  }

  @Get()
  @Allow('members:read')
  @ApiOperation({ operationId: 'listUsers', summary: 'The people of your organisation' })
  @ApiOkResponse({ standardSchema: envelopeOf(userView.array()) })
  list(@CurrentCaller() caller: Caller): Promise<UserView[]> {
    return this.#people.list(caller);
  }

  @Patch(':id')
  @Allow('members:manage')
  @Refuses('LAST_ADMIN', 'MEMBER_UNKNOWN', 'ROLE_NOT_GRANTABLE')
  @ApiOperation({ operationId: 'changeUserRole', summary: 'Give somebody another role' })
  @ApiOkResponse({ standardSchema: envelopeOf(userView.array()) })
  change(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: uuid }) id: string,
    @Body({ schema: rolePatch }) { role }: RolePatch,
  ): Promise<UserView[]> {
    return this.#people.changeRole(caller, id, role);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('members:manage')
  @Refuses('LAST_ADMIN', 'MEMBER_UNKNOWN')
  @ApiOperation({ operationId: 'endMembership', summary: 'End a membership; the record stays' })
  @ApiNoContentResponse()
  async end(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: uuid }) id: string,
  ): Promise<void> {
    await this.#people.end(caller, id);
  }
}

/** Invitations by link. */
@V1Controller('invitations')
export class InvitationsController {
  readonly #invitations: Invitations;

  constructor(invitations: Invitations) {
    this.#invitations = invitations;
  }

  @Get()
  @Allow('members:manage')
  @ApiOperation({ operationId: 'listInvitations', summary: 'Invitations, newest first' })
  @ApiOkResponse({ standardSchema: envelopeOf(invitationView.array()) })
  list(@CurrentCaller() caller: Caller): Promise<Invitation[]> {
    return this.#invitations.list(caller);
  }

  @Post()
  @Allow('members:manage')
  @Refuses('ROLE_NOT_GRANTABLE', 'MAIL_UNAVAILABLE')
  @ApiOperation({ operationId: 'invite', summary: 'Invite somebody by mail, for seven days' })
  @ApiCreatedResponse({ standardSchema: envelopeOf(invitationView) })
  invite(
    @CurrentCaller() caller: Caller,
    @Body({ schema: newInvitation }) body: NewInvitation,
  ): Promise<Invitation> {
    return this.#invitations.invite(caller, body);
  }

  @Post('accept')
  @HttpCode(200)
  @SignedIn()
  @Refuses('INVITATION_UNKNOWN', 'INVITATION_USED')
  @ApiOperation({ operationId: 'acceptInvitation', summary: 'Accept with the token of the link' })
  @ApiOkResponse({ standardSchema: envelopeOf(invitationView) })
  accept(
    @CurrentCaller() caller: Caller,
    @Body({ schema: invitationToken }) { token }: InvitationToken,
  ): Promise<Invitation> {
    return this.#invitations.accept(caller, token);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('members:manage')
  @Refuses('INVITATION_UNKNOWN', 'INVITATION_USED')
  @ApiOperation({ operationId: 'revokeInvitation', summary: 'Take an invitation back' })
  @ApiNoContentResponse()
  async revoke(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: uuid }) id: string,
  ): Promise<void> {
    await this.#invitations.revoke(caller, id);
  }
}
