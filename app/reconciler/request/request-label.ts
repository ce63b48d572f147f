/** An issue with this label is a request. */
export const REQUEST_LABEL = "chaos-request";
