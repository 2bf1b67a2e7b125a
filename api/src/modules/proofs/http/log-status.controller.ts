import { Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { envelopeOf } from '../../../http/envelope.ts';
import { Refuses } from '../../../http/refuses.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import { Anyone } from '../../auth/auth.public.ts';
import { LogStatus } from '../use/log-status.ts';
import { logStatusView, type LogStatusView } from './log-status-view.ts';

@V1Controller('log', 'proofs')
export class LogStatusController {
  readonly #status: LogStatus;

  constructor(status: LogStatus) {
    this.#status = status;
  }

  @Get('status')
  @Header('cache-control', 'no-store')
  @Anyone()
  @Refuses('LOG_NOT_STARTED')
  @ApiOperation({ operationId: 'getLogStatus', summary: 'How far the log has come' })
  @ApiOkResponse({ standardSchema: envelopeOf(logStatusView) })
  status(): Promise<LogStatusView> {
    return this.#status.now();
  }
}
