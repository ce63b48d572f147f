/** What secrets of well-known services look like, wherever they stand. */
export const TOKEN_SHAPES: readonly RegExp[] = [
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g,
  /\bgh[pousr]_[A-Za-z0-9]{16,}|\bgithub_pat_\w{16,}/g,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\bx(?:ox[a-z]|app)-[\w-]{8,}/g,
  /\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*){0,3}/g,
  /\b(?:glpat-|sk_live_|rk_live_|npm_|sk_test_|dop_v1_|hf_|AIza|pypi-AgE|dckr_pat_)[\w-]{16,}/g,
  /\bsk-(?=[\w-]{0,40}\d)[\w-]{20,}|\bSG\.[\w-]{16,}\.[\w-]{16,}/g,
  /\bhv[sbr]\.[\w-]{20,}|\bgl(?:sa|c)_[\w+/=-]{20,}/g,
  /\bhooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/-]{8,}/g,
];
