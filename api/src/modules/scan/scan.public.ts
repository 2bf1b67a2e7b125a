export { ScanModule } from './scan.module.ts';
export {
  PassportRepresentations,
  type FoundRepresentation,
  type PassportRepresentation,
  type ScannedDevice,
} from './use/passport-representations.ts';
