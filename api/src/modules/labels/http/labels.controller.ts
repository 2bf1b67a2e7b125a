import { Body, Controller, Header, HttpCode, Post, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { PASSPORT_NAMES, Refuses } from '../../../http/refuses.ts';
import { BYTES, Sends } from '../../../http/sends.ts';
import { Allow, CurrentCaller, type Caller } from '../../auth/auth.public.ts';
import { Labels } from '../use/labels.ts';
import { labelOrder, type LabelOrder } from './label-order.ts';

@ApiTags('labels')
@Controller('api/v1/labels')
export class LabelsController {
  readonly #labels: Labels;

  constructor(labels: Labels) {
    this.#labels = labels;
  }

  @Post()
  @HttpCode(200)
  @Allow('labels:print')
  @Header('cache-control', 'no-store')
  @Refuses(...PASSPORT_NAMES)
  @ApiOperation({ operationId: 'printLabels', summary: 'Label sheets for up to 1,000 labels' })
  @Sends('application/pdf', BYTES)
  async print(
    @CurrentCaller() caller: Caller,
    @Body({ schema: labelOrder }) order: LabelOrder,
  ): Promise<StreamableFile> {
    return new StreamableFile(await this.#labels.sheets(caller, order), {
      type: 'application/pdf',
      disposition: 'inline; filename="labels.pdf"',
    });
  }
}
