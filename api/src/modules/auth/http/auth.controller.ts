import { Body, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiHeader, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { envelopeOf } from '../../../http/envelope.ts';
import { Refuses } from '../../../http/refuses.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import type { Caller } from '../caller.ts';
import { Anyone, CurrentCaller, SignedIn } from '../current-caller.ts';
import { personOf } from '../use/person.ts';
import { Registration } from '../use/registration.ts';
import { Sessions } from '../use/sessions.ts';
import { SignIn } from '../use/sign-in.ts';
import {
  loginBody,
  refreshBody,
  registerBody,
  switchBody,
  verifyBody,
  type LoginBody,
  type RefreshBody,
  type RegisterBody,
  type SwitchBody,
  type VerifyBody,
} from './bodies.ts';
import { fromOf } from './credentials.ts';
import { TokenTransport } from './token-transport.ts';
import { sessionTokens, type SessionTokens } from './views.ts';

const transportHeader = ApiHeader({
  name: 'X-Token-Transport',
  required: false,
  description: 'the tokens go into HttpOnly cookies and the answer has only `user`',
  schema: { type: 'string', enum: ['cookie'] },
});

/** Coming and going: registration, login, and the life of a session. */
@V1Controller('auth')
export class AuthController {
  readonly #registration: Registration;
  readonly #signIn: SignIn;
  readonly #sessions: Sessions;
  readonly #transport: TokenTransport;

  constructor(
    registration: Registration,
    signIn: SignIn,
    sessions: Sessions,
    transport: TokenTransport,
  ) {
    this.#registration = registration;
    this.#signIn = signIn;
    this.#sessions = sessions;
    this.#transport = transport;
  }

  @Post('register')
  @Anyone()
  @HttpCode(202)
  @Refuses('PASSWORD_REFUSED')
  @ApiOperation({
    operationId: 'register',
    summary: 'Make an account; a letter with a link tells what comes next, also when there is one',
  })
  @ApiAcceptedResponse({ standardSchema: envelopeOf(z.null()) })
  async register(@Body({ schema: registerBody }) body: RegisterBody): Promise<null> {
    await this.#registration.register(body);
    return null;
  }

  @Post('verify-email')
  @Anyone()
  @HttpCode(200)
  @Refuses('LINK_INVALID')
  @ApiOperation({ operationId: 'verifyEmail', summary: 'Confirm a registration by its link' })
  @ApiOkResponse({ standardSchema: envelopeOf(z.null()) })
  async verify(
    @Req() request: FastifyRequest,
    @Body({ schema: verifyBody }) { token }: VerifyBody,
  ): Promise<null> {
    await this.#registration.verify(token, fromOf(request));
    return null;
  }

  @Post('login')
  @Anyone()
  @HttpCode(200)
  @transportHeader
  @Refuses('CREDENTIALS_WRONG', 'TOTP_REQUIRED', 'TOTP_WRONG', 'ORIGIN_REFUSED')
  @ApiOperation({ operationId: 'login', summary: 'Sign in' })
  @ApiOkResponse({ standardSchema: envelopeOf(sessionTokens) })
  login(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: loginBody }) body: LoginBody,
  ): Promise<SessionTokens> {
    return this.#transport.begin(request, reply, (from) => this.#signIn.signIn(body, from));
  }

  @Post('refresh')
  @Anyone()
  @HttpCode(200)
  @Refuses('REFRESH_REUSED', 'SIGN_IN_REQUIRED', 'CSRF_INVALID', 'ORIGIN_REFUSED')
  @ApiOperation({
    operationId: 'refresh',
    summary: 'New tokens for a refresh token, which is good once',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(sessionTokens) })
  refresh(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: refreshBody }) { refreshToken }: RefreshBody,
  ): Promise<SessionTokens> {
    return this.#transport.redeem(request, reply, refreshToken, (token, from) =>
      this.#sessions.refresh(token, from),
    );
  }

  @Post('switch')
  @Anyone()
  @HttpCode(200)
  @Refuses('REFRESH_REUSED', 'SIGN_IN_REQUIRED', 'CSRF_INVALID', 'ORIGIN_REFUSED', 'NOT_A_MEMBER')
  @ApiOperation({
    operationId: 'switchOrganization',
    summary: 'Go on in another organisation of yours; the old session ends',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(sessionTokens) })
  switch(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: switchBody }) { refreshToken, organizationId }: SwitchBody,
  ): Promise<SessionTokens> {
    return this.#transport.redeem(request, reply, refreshToken, (token, from) =>
      this.#sessions.switch(token, organizationId, from),
    );
  }

  @Post('logout')
  @SignedIn()
  @HttpCode(200)
  @ApiOperation({ operationId: 'logout', summary: 'End this session' })
  @ApiOkResponse({ standardSchema: envelopeOf(z.null()) })
  logout(
    @Res({ passthrough: true }) reply: FastifyReply,
    @CurrentCaller() caller: Caller,
  ): Promise<null> {
    const person = personOf(caller);
    return this.#transport.end(reply, this.#sessions.end(person, person.sessionId));
  }

  @Post('logout-all')
  @SignedIn()
  @HttpCode(200)
  @ApiOperation({ operationId: 'logoutAll', summary: 'End all your sessions, this one included' })
  @ApiOkResponse({ standardSchema: envelopeOf(z.null()) })
  logoutAll(
    @Res({ passthrough: true }) reply: FastifyReply,
    @CurrentCaller() caller: Caller,
  ): Promise<null> {
    return this.#transport.end(reply, this.#sessions.endAll(personOf(caller)));
  }
}
