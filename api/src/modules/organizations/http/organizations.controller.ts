import { Body, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Database } from '@luna/database';
import type { Clock } from '@luna/runtime';
import { envelopeOf, listOf, type Page } from '../../../http/envelope.ts';
import { Refuses } from '../../../http/refuses.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import { REQUEST_SECRET, CLOCK } from '../../../parts.ts';
import { Allow, CurrentCaller, SignedIn, type Caller } from '../../auth/auth.public.ts';
import { ApiIdempotent, IdempotencyKey } from '../../idempotency/idempotency.public.ts';
import type { Organization } from '../data/organizations.ts';
import { OrganizationDesk } from '../use/organization-desk.ts';
import { registerOrganization } from '../use/register-organization.ts';
import {
  decisionBody,
  organizationQuery,
  type DecisionBody,
  type OrganizationQuery,
} from './decision-body.ts';
import {
  newOrganization,
  organizationPatch,
  type NewOrganization,
  type OrganizationPatch,
} from './organization-body.ts';
import { organizationView } from './views.ts';

@V1Controller('organizations')
export class OrganizationsController {
  readonly #desk: OrganizationDesk;
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #secret: string;

  constructor(
    desk: OrganizationDesk,
    database: Database,
    @Inject(CLOCK) clock: Clock,
    @Inject(REQUEST_SECRET) secret: string,
  ) {
    this.#desk = desk;
    this.#database = database;
    this.#clock = clock;
    this.#secret = secret;
  }

  @Post()
  @SignedIn()
  @ApiIdempotent()
  @Refuses('ORGANIZATION_CODE_TAKEN')
  @ApiOperation({
    operationId: 'registerOrganization',
    summary: 'Register a company; you become its ADMIN, a platform admin decides',
  })
  @ApiCreatedResponse({ standardSchema: envelopeOf(organizationView) })
  register(
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() key: string | undefined,
    @Body({ schema: newOrganization }) body: NewOrganization,
  ): Promise<Organization> {
    const by = { caller, key, secret: this.#secret, now: this.#clock.now() };
    return registerOrganization(this.#database, by, body);
  }

  @Get()
  @Allow('organizations:decide')
  @ApiOperation({
    operationId: 'listOrganizations',
    summary: 'All companies, for platform admins; who waits longest comes first',
  })
  @ApiOkResponse({ standardSchema: listOf(organizationView) })
  list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: organizationQuery }) query: OrganizationQuery,
  ): Promise<Page<Organization>> {
    return this.#desk.list(caller, query);
  }

  @Get(':id')
  @Allow('organizations:read')
  @Refuses('ORGANIZATION_UNKNOWN')
  @ApiOperation({ operationId: 'getOrganization', summary: 'Your company, by UUID or code' })
  @ApiOkResponse({ standardSchema: envelopeOf(organizationView) })
  get(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<Organization> {
    return this.#desk.find(caller, id);
  }

  @Patch(':id')
  @Allow('organizations:update')
  @Refuses('ORGANIZATION_UNKNOWN')
  @ApiOperation({ operationId: 'updateOrganization', summary: 'Change your company’s record' })
  @ApiOkResponse({ standardSchema: envelopeOf(organizationView) })
  update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: organizationPatch }) body: OrganizationPatch,
  ): Promise<Organization> {
    return this.#desk.update(caller, id, body);
  }

  @Post(':id/decision')
  @HttpCode(200)
  @Allow('organizations:decide')
  @Refuses('DECISION_ILLEGAL', 'REASON_REQUIRED', 'ORGANIZATION_UNKNOWN')
  @ApiOperation({
    operationId: 'decideOrganization',
    summary: 'Approve, reject or suspend a company, as a platform admin',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(organizationView) })
  decide(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: decisionBody }) body: DecisionBody,
  ): Promise<Organization> {
    return this.#desk.decide(caller, id, body);
  }
}
