export const configuration = 1;
