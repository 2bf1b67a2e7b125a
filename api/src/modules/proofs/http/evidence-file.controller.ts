import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Anyone, OptionalCaller, type Caller } from '../../auth/auth.public.ts';
import { EvidenceFiles } from '../use/evidence-files.ts';
import { EVIDENCE_TYPE } from './evidence-type.ts';

/** The file alone, so outside of the envelope. */
@ApiTags('proofs')
@Controller('api/v1/passports')
export class EvidenceFileController {
  readonly #files: EvidenceFiles;

  constructor(files: EvidenceFiles) {
    this.#files = files;
  }

  @Get(':id/evidence/file')
  @Anyone()
  @Header('content-type', EVIDENCE_TYPE)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'getEvidenceFile',
    summary: 'Evidence of a passport as the file that `luna verify` reads',
  })
  @ApiOkResponse({ content: { [EVIDENCE_TYPE]: { schema: { type: 'object' } } } })
  file(@OptionalCaller() caller: Caller | undefined, @Param('id') id: string): Promise<Buffer> {
    return this.#files.of(caller, id);
  }
}
