/** The address of the usage endpoint. It stands alone, since who only compares logins needs no more of the vendor. */
export const usageUrl = "https://api.anthropic.com/api/oauth/usage";
