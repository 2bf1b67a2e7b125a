import { Body, Delete, Get, Header, HttpCode, Param, Patch, Post, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { envelopeOf } from '../../../http/envelope.ts';
import { Refuses } from '../../../http/refuses.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import type { Caller } from '../caller.ts';
import { Anyone, CurrentCaller, SignedIn } from '../current-caller.ts';
import { AccountDesk } from '../use/account-desk.ts';
import { personOf } from '../use/person.ts';
import { Registration } from '../use/registration.ts';
import { Sessions } from '../use/sessions.ts';
import {
  passwordBody,
  profilePatch,
  resetConfirmBody,
  resetRequestBody,
  uuidParam,
  type PasswordBody,
  type ProfilePatch,
  type ResetConfirmBody,
  type ResetRequestBody,
} from './bodies.ts';
import { fromOf } from './credentials.ts';
import {
  sessionView,
  userView,
  viewSession,
  viewUser,
  type SessionView,
  type UserView,
} from './views.ts';

/** One's own account: profile, sessions, password. */
@V1Controller('auth')
export class AccountController {
  readonly #desk: AccountDesk;
  readonly #sessions: Sessions;
  readonly #registration: Registration;

  constructor(desk: AccountDesk, sessions: Sessions, registration: Registration) {
    this.#desk = desk;
    this.#sessions = sessions;
    this.#registration = registration;
  }

  @Get('me')
  @SignedIn()
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'getMe', summary: 'Who you are, and where you belong' })
  @ApiOkResponse({ standardSchema: envelopeOf(userView) })
  async me(@CurrentCaller() caller: Caller): Promise<UserView> {
    return viewUser(await this.#desk.profile(personOf(caller)));
  }

  @Patch('me')
  @SignedIn()
  @ApiOperation({ operationId: 'updateMe', summary: 'Change your name or language' })
  @ApiOkResponse({ standardSchema: envelopeOf(userView) })
  async updateMe(
    @CurrentCaller() caller: Caller,
    @Body({ schema: profilePatch }) body: ProfilePatch,
  ): Promise<UserView> {
    return viewUser(await this.#desk.update(personOf(caller), body));
  }

  @Get('sessions')
  @SignedIn()
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'listSessions', summary: 'Where you are signed in' })
  @ApiOkResponse({ standardSchema: envelopeOf(sessionView.array()) })
  async sessions(@CurrentCaller() caller: Caller): Promise<SessionView[]> {
    const person = personOf(caller);
    const rows = await this.#sessions.list(person);
    return rows.map((row) => viewSession(row, person.sessionId));
  }

  @Delete('sessions/:id')
  @SignedIn()
  @Refuses('SESSION_UNKNOWN')
  @ApiOperation({ operationId: 'endSession', summary: 'End one of your sessions' })
  @ApiOkResponse({ standardSchema: envelopeOf(z.null()) })
  async endSession(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: uuidParam }) id: string,
  ): Promise<null> {
    await this.#sessions.end(personOf(caller), id);
    return null;
  }

  @Post('password')
  @SignedIn()
  @HttpCode(200)
  @Refuses('CREDENTIALS_WRONG', 'TOTP_REQUIRED', 'TOTP_WRONG', 'PASSWORD_REFUSED')
  @ApiOperation({
    operationId: 'changePassword',
    summary: 'Change your password; your other sessions end',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(z.null()) })
  async password(
    @CurrentCaller() caller: Caller,
    @Body({ schema: passwordBody }) { currentPassword, newPassword, ...codes }: PasswordBody,
  ): Promise<null> {
    const proof = { password: currentPassword, ...codes };
    await this.#desk.changePassword(personOf(caller), proof, newPassword);
    return null;
  }

  @Post('reset/request')
  @Anyone()
  @HttpCode(202)
  @ApiOperation({
    operationId: 'requestPasswordReset',
    summary: 'Send a link for a new password, if the address has an account',
  })
  @ApiAcceptedResponse({ standardSchema: envelopeOf(z.null()) })
  async requestReset(
    @Body({ schema: resetRequestBody }) { email }: ResetRequestBody,
  ): Promise<null> {
    await this.#registration.requestReset(email);
    return null;
  }

  @Post('reset/confirm')
  @Anyone()
  @HttpCode(200)
  @Refuses('PASSWORD_REFUSED', 'LINK_INVALID')
  @ApiOperation({
    operationId: 'confirmPasswordReset',
    summary: 'Choose a new password by the link; all your sessions end',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(z.null()) })
  async confirmReset(
    @Req() request: FastifyRequest,
    @Body({ schema: resetConfirmBody }) { token, password }: ResetConfirmBody,
  ): Promise<null> {
    await this.#registration.confirmReset(token, password, fromOf(request));
    return null;
  }
}
