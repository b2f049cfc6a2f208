/**
 * How many digits the minor unit of a currency has, by ISO 4217: yen have none, dinars three. Source: "List one:
 * currency, fund and precious metal codes" of the ISO 4217 maintenance agency (SIX), column "minor unit".
 */

const withoutMinor = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ");
const ofThreeDigits = "BHD IQD JOD KWD LYD OMR TND".split(" ");
const ofFourDigits = "CLF UYW".split(" ");

/** The exponent of a currency, 0 to 4. Most currencies have 2, so only the others are listed. */
export function currencyExponent(currency: string): number {
  if (withoutMinor.includes(currency)) return 0;
  if (ofThreeDigits.includes(currency)) return 3;
  return ofFourDigits.includes(currency) ? 4 : 2;
}
