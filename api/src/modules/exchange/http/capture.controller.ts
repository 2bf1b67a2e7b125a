import { Body, Controller, Get, Header, HttpCode, Param, Post, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiConsumes,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Refuses } from '../../../http/refuses.ts';
import { Allow, CurrentCaller, type Caller } from '../../auth/auth.public.ts';
import { APPENDING } from '../../passports/passports.public.ts';
import { ERROR_BEHAVIOURS, type ErrorBehaviour } from '../rules/error-behaviour.ts';
import { CaptureEpcis } from '../use/capture-epcis.ts';
import {
  captureHeaders,
  captureID,
  captureJobView,
  epcisBody,
  ERROR_BEHAVIOUR_HEADER,
  ErrorBehaviourHeader,
  viewJob,
  type CaptureJobView,
  type EpcisBody,
} from './capture.ts';
import { EPCIS_TYPE } from './media-types.ts';

/** As the REST binding of EPCIS 2.0 says it, so outside of the envelope. */
@ApiTags('exchange')
@Controller('api/v1/epcis/capture')
export class CaptureController {
  readonly #capture: CaptureEpcis;

  constructor(capture: CaptureEpcis) {
    this.#capture = capture;
  }

  @Post()
  @HttpCode(202)
  @Allow(...APPENDING)
  @ApiConsumes('application/json', EPCIS_TYPE)
  @ApiHeader({
    name: ERROR_BEHAVIOUR_HEADER,
    required: false,
    enum: ERROR_BEHAVIOURS,
    description: 'All or nothing (the default), or each event by itself',
  })
  @Refuses('DOCUMENT_TYPE', 'CAPTURE_TOO_LARGE')
  @ApiOperation({
    operationId: 'captureEpcis',
    summary: 'Capture EPCIS 2.0 events about passports of your organisation',
  })
  @ApiAcceptedResponse({ description: 'Done; `Location` says what became of each event' })
  async capture(
    @CurrentCaller() caller: Caller,
    @ErrorBehaviourHeader() behaviour: ErrorBehaviour,
    @Body({ schema: epcisBody }) body: EpcisBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    void reply.headers(captureHeaders(await this.#capture.capture(caller, behaviour, body)));
  }

  @Get(':captureID')
  @Allow(...APPENDING, 'jobs:read')
  @Header('cache-control', 'no-store')
  @Refuses('JOB_UNKNOWN')
  @ApiOperation({
    operationId: 'getCaptureJob',
    summary: 'What became of a capture: the EPCIS capture job',
  })
  @ApiOkResponse({ standardSchema: captureJobView })
  async job(
    @CurrentCaller() caller: Caller,
    @Param('captureID', { schema: captureID }) id: string,
  ): Promise<CaptureJobView> {
    return viewJob(await this.#capture.find(caller, id));
  }
}
