/** The part of the usage that tells how GitHub and the services are asked. */
export const LIVE_USAGE = `Live, with a token that may read the repository in GH_TOKEN or GITHUB_TOKEN:

  --repository     owner/name: its policy and its experiments on the default branch, its runs, its people
  --experiment     the experiment's name: its file's name without folder and ending
  --request        the number of an issue that asks for it, in which people approve; it says what is asked for
  --app            the slug of the App whose announcements in the request count; chaos-governor where absent
  --policy         a policy to be tried instead of the one on the default branch
  --at             gates that follow the clock are asked about that time, on what is known now
  --save-facts     writes what was found to a file, which --facts takes

GITHUB_API_URL says where GitHub is, where that is not github.com; services are found by the same variables as the
app's: PROMETHEUS_URL, PAGERDUTY_TOKEN and so on (docs/operations.md). What can't be learned never passes.
`;
