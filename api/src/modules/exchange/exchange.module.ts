import { Module } from '@nestjs/common';
import { PassportsModule } from '../passports/passports.public.ts';
import { ScanModule } from '../scan/scan.public.ts';
import { CaptureController } from './http/capture.controller.ts';
import { FormsController } from './http/forms.controller.ts';
import { CaptureEpcis } from './use/capture-epcis.ts';
import { OfferForms } from './use/offer-forms.ts';
import { PassportForms } from './use/passport-forms.ts';

@Module({
  imports: [PassportsModule, ScanModule],
  controllers: [CaptureController, FormsController],
  providers: [CaptureEpcis, OfferForms, PassportForms],
})
export class ExchangeModule {}
