/** EPCIS in JSON-LD (ISO/IEC 19987:2024, REST binding). */
export const EPCIS_TYPE = 'application/ld+json';
/** What tools of the field call AAS JSON; IANA knows none. */
export const AAS_TYPE = 'application/aas+json';
