/**
 * The Application Identifiers that may stand in a GS1 Digital Link, as facts.
 *
 * Source: GS1 Barcode Syntax Dictionary (`src/c-lib/gs1-syntax-dictionary.txt` of the public
 * repository gs1/gs1-syntax-engine, commit 3b9a8f1a; © GS1 AISBL and others, Apache-2.0), regrouped
 * by format. Left out: what a Digital Link does not need (AIs that are neither key, qualifier nor
 * attribute; the rules which AIs go together) and the contents of attributes whose check needs a
 * list or formula of its own (currencies, countries, IBAN, coupons, media types, coordinates, birth
 * sequence). An attribute never decides which thing is meant.
 *
 * A format is the dictionary's: components of type N (digits), X (character set 82), Y (39) or Z
 * (64), of a length or up to one (`..`), `[optional]`, each with the linters that check its content.
 */
export type AiFormats = readonly (readonly [format: string, ais: string])[];

/** Primary key → its qualifiers in order; `|` separates the sequences it can be followed by. */
export const PRIMARY_KEYS: Readonly<Record<string, string>> = {
  '00': '',
  '01': '22,10,21|235',
  '253': '',
  '255': '',
  '401': '',
  '402': '',
  '414': '254|7040',
  '415': '8020',
  '417': '7040',
  '8003': '',
  '8004': '7040',
  '8006': '22,10,21',
  '8010': '8011',
  '8013': '',
  '8017': '8019',
  '8018': '8019',
};

/** Qualifiers that stand in the path only. */
export const QUALIFIERS: AiFormats = [
  ['X..20', '21 22 254'],
  ['X..28', '235'],
  ['N1 X1 X1 X1,importeridx', '7040'],
  ['N..12,nozeroprefix', '8011'],
  ['N..10', '8019'],
  ['X..25', '8020'],
];

/** What may stand in the query, which every primary key may. `310n` means 3100 to 3105. */
export const ATTRIBUTES: AiFormats = [
  ['N18,csum,gcppos2', '00'],
  ['N14,csum,gcppos2', '01 02'],
  ['X..20', '10 243 420 4318 7020-7022 710-716 7240 8002 8012'],
  ['N6,yymmd0', '11-13 15-17'],
  ['N2', '20 7241'],
  ['X..30', '240 241 250 251 400 403 4308 4319 7002 90'],
  ['N..6', '242'],
  ['N13,csum,gcppos1 [X..17]', '253'],
  ['N13,csum,gcppos1 [N..12]', '255'],
  ['N..8', '30 37'],
  ['N6', '310n-316n 320n-337n 340n-357n 360n-369n 3950-3955 8005'],
  ['N..15', '3900-3909 3920-3929'],
  ['N3 N..15', '3910-3919 3930-3939'],
  ['N4', '3940-3943 8111'],
  ['X..30,gcppos1', '401 8004'],
  ['N17,csum,gcppos1', '402'],
  ['N13,csum,gcppos1', '410-417'],
  ['N3 X..9', '421'],
  ['N3', '422 424 426'],
  ['N3 [N3] [N3] [N3] [N3]', '423 425'],
  ['X..3', '427 7008'],
  ['X..35,pcenc', '4300 4301 4310 4311 4320'],
  ['X..70,pcenc', '4302-4306 4312-4316 7257'],
  ['X2', '4307 4317'],
  ['N10 N10', '4309'],
  ['N1,yesno', '4321-4323'],
  ['N6,yymmd0 N4,hhmi', '4324 4325'],
  ['N6,yymmdd', '4326 7006'],
  ['N6 [X1],hyphen', '4330-4333'],
  ['N13', '7001'],
  ['N6,yymmdd N4,hhmi', '7003'],
  ['N..4', '7004'],
  ['X..12', '7005'],
  ['N6,yymmdd [N6],yymmdd', '7007'],
  ['X..10', '7009 7255'],
  ['X..2', '7010'],
  ['N6,yymmdd [N4],hhmi', '7011'],
  ['N3 X..27', '7030-7039'],
  ['X2 X..28', '7230-7239'],
  ['X..25', '7242'],
  ['N8,yyyymmdd', '7250'],
  ['N8,yyyymmdd N4,hhmi', '7251'],
  ['N1,iso5218', '7252'],
  ['X..40,pcenc', '7253 7254 7259'],
  ['X..90,pcenc', '7256'],
  ['X3', '7258'],
  ['N4,nonzero N5,nonzero N3,nonzero N1,winding N1', '8001'],
  ['N1,zero N13,csum,gcppos1 [X..16]', '8003'],
  ['N14,csum,gcppos2 N4,pieceoftotal', '8006 8026'],
  ['X..34', '8007'],
  ['N6,yymmdd N2,hh [N2],mi [N2],ss', '8008'],
  ['X..50', '8009'],
  ['Y..30,gcppos1', '8010'],
  ['X..25,csumalpha,gcppos1', '8013'],
  ['N18,csum,gcppos1', '8017 8018'],
  ['Z..90,base64url', '8030'],
  ['X..70', '8110 8112'],
  ['X..90', '91-99'],
];
