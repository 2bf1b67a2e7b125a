import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { jsonLike, Sends } from '../../../http/sends.ts';
import { Anyone, OptionalCaller, type Caller } from '../../auth/auth.public.ts';
import { PassportForms } from '../use/passport-forms.ts';
import { AAS_TYPE, EPCIS_TYPE } from './media-types.ts';

/** Documents of others' standards, so outside of the envelope. */
@ApiTags('exchange')
@Controller('api/v1/passports')
export class FormsController {
  readonly #forms: PassportForms;

  constructor(forms: PassportForms) {
    this.#forms = forms;
  }

  @Get(':id/epcis')
  @Anyone()
  @Header('content-type', EPCIS_TYPE)
  @Header('cache-control', 'no-store')
  @Header('gs1-epcis-version', '2.0')
  @Header('gs1-cbv-version', '2.0')
  @ApiOperation({
    operationId: 'getEpcisDocument',
    summary: 'The history as an EPCIS 2.0 document, as far as you may see it',
  })
  @Sends(EPCIS_TYPE, jsonLike({ type: 'EPCISDocument' }))
  epcis(@OptionalCaller() caller: Caller | undefined, @Param('id') id: string): Promise<Buffer> {
    return this.#forms.epcis(caller, id);
  }

  @Get(':id/nameplate')
  @Anyone()
  @Header('content-type', AAS_TYPE)
  @Header('cache-control', 'no-cache')
  @ApiOperation({
    operationId: 'getNameplate',
    summary: 'The plate as an IDTA Digital Nameplate 3.0 in AAS JSON',
  })
  @Sends(AAS_TYPE, jsonLike({ submodels: [] }))
  nameplate(@Param('id') id: string): Promise<Buffer> {
    return this.#forms.nameplate(id);
  }
}
