import { HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOperation } from '@nestjs/swagger';
import { envelopeOf } from '../../../http/envelope.ts';
import { StreamedForm, TakesFile, type TakeUpload } from '../../../http/multipart.ts';
import { codesLike, Refuses } from '../../../http/refuses.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import { Allow, CurrentCaller, type Caller } from '../../auth/auth.public.ts';
import { ApiIdempotent, IdempotencyKey } from '../../idempotency/idempotency.public.ts';
import { StartImport } from '../use/start-import.ts';
import { IMPORT_FIELDS } from './import-form.ts';
import { jobView, type JobView } from './views.ts';

@V1Controller('passports', 'imports')
export class ImportsController {
  readonly #starting: StartImport;

  constructor(starting: StartImport) {
    this.#starting = starting;
  }

  @Post('imports')
  @HttpCode(202)
  @Allow('passports:create')
  @ApiIdempotent()
  @TakesFile(IMPORT_FIELDS)
  @Refuses('FILE_EMPTY', ...codesLike('CSV_'), ...codesLike('AAS_'), 'NAMEPLATE_MISSING')
  @ApiOperation({
    operationId: 'importPassports',
    summary: 'Create passports from a CSV file or AAS Digital Nameplates; answers the job',
  })
  @ApiAcceptedResponse({ standardSchema: envelopeOf(jobView) })
  start(
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() key: string | undefined,
    @StreamedForm() form: TakeUpload,
  ): Promise<JobView> {
    return this.#starting.start(caller, key, form);
  }
}
